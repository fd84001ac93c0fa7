import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath, packageRoot } from '#foundation'

const modules = [...['foundation', 'statistics', 'data-samples', 'ingest', 'warehouse', 'api', 'dashboards', 'cli']]

/** The list in the README of a module whose sentence says "those above it": names before the colon of each item. */
function orderIn(module: string): readonly string[] {
  const [, list = ''] = readFileSync(packagePath(module, 'README.md'), 'utf8').split(/those above it.*:.*\n/)
  const items = list.split('\n\n').find((part) => /^\s*(-|1\.) /.test(part)) ?? ''
  return items.split(/^(?:-|\d+\.) /m).flatMap((item) => {
    const names = item.split(/`:|: /)[0] ?? ''
    return [...`${names}\``.matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name)
  })
}

/** What each file of a module imports of it. Tests may import anything. */
function importsIn(module: string): readonly (readonly [string, string])[] {
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', `${module}/*.ts`, `${module}/*.tsx`]
  const files = execFileSync('git', listing, { cwd: packageRoot, encoding: 'utf8' }).trim().split('\n')
  return files
    .filter(
      (file) => existsSync(packagePath(file)) && !/\.(test|long|clickhouse)\.ts$|\/(testing|browser)\//.test(file),
    )
    .flatMap((file) => {
      const targets = readFileSync(packagePath(file), 'utf8').matchAll(/\bfrom '(\.[^']+)'/g)
      return [...targets].map(([, target = '']) => [file, join(dirname(file), target)] as const)
    })
}

describe('the architecture', () => {
  it('links files and folders that exist', () => {
    const text = readFileSync(packagePath('ARCHITECTURE.md'), 'utf8')
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)
    expect(links.length).toBeGreaterThan(30)
    expect(links.filter((target) => !existsSync(packagePath(target)))).toEqual([])
  })

  it('has folders in the order of their README: each imports only those above it', () => {
    const wrong = modules.flatMap((module) => {
      const order = orderIn(module)
      // The longest name that leads to a file; files beside the folders come last.
      const placeOf = (file: string) => {
        const own = file.slice(module.length + 1)
        const names = order.filter((name) => own === name || own.startsWith(`${name}/`))
        const [name] = names.sort((one, other) => other.length - one.length)
        return name === undefined ? (own.includes('/') ? undefined : order.length) : order.indexOf(name)
      }
      return importsIn(module).flatMap(([file, target]) => {
        const [from, to] = [placeOf(file), placeOf(target)]
        const isRight = from !== undefined && to !== undefined && to <= from
        return isRight ? [] : [`${file} imports ${target}`]
      })
    })
    expect(wrong).toEqual([])
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
