import { describe, expect, it } from 'vitest'
import { blocksOf } from './testing/page-blocks.ts'

describe('the commands on the page of the installation', () => {
  const blocks = blocksOf('## Install', '## Many readers')

  it('are executed by a long test, or it is said why not', () => {
    const executed = blocks.filter(({ notExecuted }) => notExecuted === undefined).map(({ commands }) => commands)
    expect(executed.map((commands) => commands.split(' ').slice(0, 2).join(' '))).toEqual([
      'npm install',
      'taraza init',
      'taraza check',
      'curl --fail',
    ])
    for (const { commands, notExecuted } of blocks.filter((block) => block.notExecuted !== undefined))
      expect([commands, notExecuted]).toEqual([commands, expect.stringMatching(/nodejs\.org|systemd|group|container/)])
  })
})
