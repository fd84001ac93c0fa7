import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath, packageRoot } from '#foundation'

describe('the architecture', () => {
  it('links files and folders that exist', () => {
    const text = readFileSync(packagePath('ARCHITECTURE.md'), 'utf8')
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)
    expect(links.length).toBeGreaterThan(30)
    expect(links.filter((target) => !existsSync(packagePath(target)))).toEqual([])
  })

  it('is what is measured: one-way files and folders, small files, documented exports', () => {
    const text = execFileSync(process.execPath, [packagePath('scripts', 'measures.mjs'), '--list'], {
      cwd: packageRoot,
      encoding: 'utf8',
    })
    const countOf = (what: string) => Number(new RegExp(`^ *(\\d+) +${what}`, 'm').exec(text)?.[1])
    const none = ['circles of files', 'pairs of folders both ways', 'files of more than 250 lines', '  without']
    expect(none.map((what) => [what, countOf(what.trim())])).toEqual(none.map((what) => [what, 0]))
    expect(countOf('functions of more than 40 lines')).toBeLessThanOrEqual(10)
    expect(countOf('casts over unknown or never')).toBeLessThanOrEqual(5)
  })
})
