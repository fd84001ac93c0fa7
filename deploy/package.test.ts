import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { filesIn, packagePath, packageRoot } from '#foundation'

const { layOutPackage } = await import(packagePath('scripts', 'package-build.mjs'))
const description = JSON.parse(readFileSync(packagePath('package.json'), 'utf8'))

/** A folder with what "prepack" makes of dist. */
const staged = mkdtempSync(join(tmpdir(), 'package-'))
layOutPackage(join(staged, 'dist'))
cpSync(packagePath('package.json'), join(staged, 'package.json'))
afterAll(() => rmSync(staged, { recursive: true, force: true }))

/** What a package has that is made of a folder: paths, bytes packed, bytes unpacked. */
function packed(folder: string): { readonly paths: readonly string[]; readonly size: number; readonly bytes: number } {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const [{ files, size, unpackedSize }] = JSON.parse(execFileSync('npm', words, { cwd: folder, encoding: 'utf8' }))
  return { paths: files.map(({ path }: { path: string }) => path), size, bytes: unpackedSize }
}

const [sources, built] = [packed(packageRoot), packed(staged)]
const paths = [...sources.paths, ...built.paths]

describe('the package', () => {
  it('has the program as files, and whatever it reads while it runs', () => {
    for (const path of [
      'dist/cli/main.js',
      'dist/package.json',
      'dist/browser/taraza.css',
      'dist/docs/index.html',
      'cli/help.json',
      'jurisdictions/schemas/contract.schema.json',
      'jurisdictions/kg/jurisdiction.yaml',
      'jurisdictions/kg/samples.yaml',
      'data-samples/kg/release.br',
      'deploy/README.md',
      'deploy/systemd/taraza.service',
      'docs/configuration.md',
      'LICENSE',
      'README.md',
    ])
      expect(paths).toContain(path)
    for (const [command, script] of Object.entries<string>(description.bin))
      expect([command, paths]).toEqual(['taraza', expect.arrayContaining([script])])
  })

  it('has all statements, tables and texts of the modules', () => {
    const listed = execFileSync('git', ['ls-files', 'api', 'dashboards', 'ingest', 'jurisdictions', 'warehouse'], {
      cwd: packageRoot,
      encoding: 'utf8',
    })
    const read = listed.split('\n').filter((path) => /\.(ya?ml|sql|csv)$/.test(path) && !path.includes('/testing/'))
    expect(read.filter((path) => !paths.includes(path))).toEqual([])
  })

  it('has no tests, no measurements, no sources and nothing twice', () => {
    const strange =
      /\.(test|long)\.|\/testing\/|\/golden\/|^bench\/|^\.build\/|^notebooks\/|fixtures|\.tsx?$|\.map$|^scripts\/style/
    expect(paths.filter((path) => strange.test(path))).toEqual([])
    expect(new Set(paths).size).toBe(paths.length - 1)
    expect(sources.paths.filter((path) => path.startsWith('dist'))).toEqual([])
  })

  it('needs no script while it is installed, and none of those that only a checkout has', () => {
    const names = Object.keys(description.scripts)
    expect(names.filter((name) => /^(pre|post)?(install|prepare|uninstall)$/.test(name))).toEqual([])
    const scripts = paths.filter((path) => path.startsWith('scripts/'))
    for (const script of scripts) {
      const imported = [...readFileSync(packagePath(script), 'utf8').matchAll(/from '\.\/([\w-]+\.mjs)'/g)]
      for (const [, name] of imported) expect(scripts).toContain(`scripts/${name}`)
    }
  })

  it('is at most 5 megabytes, and 20 when it is unpacked', () => {
    expect(sources.size + built.size).toBeLessThan(5e6)
    expect(sources.bytes + built.bytes).toBeLessThan(20e6)
  })

  it('has everything of the program that a process loads by its name', () => {
    const started = filesIn(packagePath('dist')).filter((path) => path.startsWith('started/'))
    expect(started.length).toBeGreaterThan(3)
    for (const path of started) expect(paths).toContain(`dist/${path}`)
  })
})
