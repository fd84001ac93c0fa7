import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { costs } from './kinds.ts'

describe('the costs of requests', () => {
  it('stand in the settings as they are', () => {
    const page = readFileSync(packagePath('docs', 'configuration.md'), 'utf8')
    const [, section = ''] = page.split('## What requests cost')
    const rows = [...section.matchAll(/^\| `(\w+)` +\| (\d+) +\| (\d*) +\| (\d+) +\| (\d+) +\| (\d+) +\|$/gm)]
    const reported = rows.map(([, kind, ...numbers]) => [kind, ...numbers.map(Number)])
    expect(reported).toEqual(
      Object.entries(costs).map(([kind, { cpu, cpuPerMegabyte = 0, places }]) => [
        kind,
        cpu,
        cpuPerMegabyte,
        places.atOnce,
        places.perAsker,
        places.waiting,
      ]),
    )
  })
})
