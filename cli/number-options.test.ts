import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { readPackageText } from '#foundation'
import { runOn } from './testing/homes.ts'

const folder = mkdtempSync(join(tmpdir(), 'numbers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What stands for a value in the help, where it is a number and where it is none. */
const numbers = ['number', 'cells', 'days', 'budget', 'year', 'percent', 'rows']
const others = [
  ...[
    'code',
    'folder',
    'month',
    'name',
    'codes...',
    'format',
    'language',
    'file',
    'files...',
    'url',
    'role',
    'datasets',
    'dimensions',
  ],
  ...['measures', 'filter...', 'period', 'how', 'columns', 'day', 'detail', 'level', 'words', 'quarter'],
  ...['gaps...', 'languages', 'formats', 'id', 'cron', 'word', 'group', 'dataset', 'character'],
]

/** What a command needs beside the option. */
const words: Readonly<Record<string, readonly string[]>> = {
  samples: ['samples', '--jurisdiction', 'kg', '--out', join(folder, 'out')],
  'audit disclosure': ['audit', 'disclosure'],
  'token create': ['token', 'create', '--name', 'Ann', '--role', 'public'],
  'budget raise': ['budget', 'raise', 'Ann', '--by', 'the steward', '--newcomer'],
  backup: ['backup', join(folder, 'backups')],
  query: ['query', 'sentences', '--measure', 'persons', '--by', 'year'],
}

const options = Object.entries<string>(JSON.parse(readPackageText('cli', 'help.json'))).flatMap(([command, help]) =>
  [...help.matchAll(/^ +--([a-z-]+) <([^<>]+)>/gm)].map(([, option = '', value = '']) => ({ command, option, value })),
)

describe('an option of the command line', () => {
  it('says whether its value is a number', () => {
    expect(options.length).toBeGreaterThan(30)
    expect(options.filter(({ value }) => !numbers.includes(value) && !others.includes(value))).toEqual([])
  })

  it.each(options.filter(({ value }) => numbers.includes(value)))(
    'takes nothing but a number of its range: $command --$option',
    async ({ command, option }) => {
      for (const wrong of ['x', '-1', 'NaN', '1e999', 'Infinity', '']) {
        const { code, err } = await runOn(inject('kgHome'), [...(words[command] ?? []), `--${option}=${wrong}`])
        expect([wrong, code, err]).toEqual([wrong, 2, expect.stringMatching(/\[BAD_PARAMETER\]\n$/)])
        expect(err).not.toMatch(/Invalid|expected|received|NaN/)
      }
      expect(readdirSync(folder)).toEqual([])
    },
  )
})
