import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { runOn } from '../cli/testing/homes.ts'

const [, tutorial = ''] = /## An hour with an invented country\n([\s\S]*?)(?=\n## |$)/.exec(
  readFileSync(packagePath('docs', 'new-country.md'), 'utf8'),
) as RegExpExecArray
const commands = [...tutorial.matchAll(/^taraza (.*)$/gm)].map(([, words = '']) => words)
const edits = [...tutorial.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\| `([^`]+)` +\|$/gm)]

const folder = mkdtempSync(join(tmpdir(), 'tutorial-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The words of a command, in the folder of this test. */
function wordsOf(command: string): readonly string[] {
  const words = command.split(' ').map((word) => word.replace(/^\.\//, `${folder}/`))
  return words[1] === 'new' ? [...words, '--out', join(folder, 'ex')] : words
}

describe('the tutorial for a new country', () => {
  it('leads from files to published figures by its commands and edits alone', async () => {
    cpSync(packagePath('data-samples', 'xx'), join(folder, 'files'), { recursive: true })
    expect([commands.length, edits.length]).toEqual([6, 2])
    const home = join(folder, 'home')
    const codes: number[] = []
    for (const command of commands) {
      const { code, out, err } = await runOn(home, wordsOf(command))
      codes.push(code)
      if (command.startsWith('query')) expect(out, err).toMatch(/2024,\d+/)
      if (command.includes(' new ')) mend()
    }
    expect(codes).toEqual([0, 0, 0, 0, 0, 0])
  })
})

function mend(): void {
  for (const [, file = '', before = '', after = ''] of edits) {
    const path = join(folder, 'ex', file)
    const text = readFileSync(path, 'utf8')
    expect(text.split('\n')).toContain(before)
    writeFileSync(path, text.replace(before, after))
  }
}
