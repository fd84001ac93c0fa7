import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath, packageRoot } from '#foundation'

const page = readFileSync(packagePath('docs', 'methods', 'protection.md'), 'utf8')
const [, table = ''] = /\n(\| attack .*?)\n\n/s.exec(page) ?? []
const described = table
  .split('\n')
  .flatMap((row) => (row.split('|')[1] ?? '').split(/[,·] ?/).map((part) => part.trim()))

/** The names under which the audit prints its attacks. */
function printedNames(): readonly string[] {
  const folders = ['warehouse/disclosure/attacks', 'api/attack', 'cli/commands']
  const listed = execFileSync('git', ['ls-files', ...folders], { cwd: packageRoot, encoding: 'utf8' }).split('\n')
  const sources = listed.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  return sources.flatMap((path) =>
    [...readFileSync(packagePath(path), 'utf8').matchAll(/name: '([^']+)',\n\s+how:/g)].map(([, name = '']) => name),
  )
}

describe('the page on protection', () => {
  it('describes every attack that the audit prints, under its name', () => {
    const names = printedNames()
    expect(names.length).toBeGreaterThanOrEqual(18)
    const parts = names.flatMap((name) => name.split(', '))
    expect(parts.filter((part) => !described.includes(part))).toEqual([])
  })
})
