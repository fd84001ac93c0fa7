import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath, packageRoot } from './index.ts'

/** Which modules a module may import. docs/adr/0002-modules-and-entry-points.md gives the reasons. */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  foundation: [],
  statistics: ['foundation'],
  jurisdictions: ['foundation'],
  'data-samples': ['foundation', 'jurisdictions'],
  ingest: ['foundation', 'jurisdictions', 'statistics'],
  warehouse: ['foundation', 'jurisdictions', 'statistics'],
  api: ['foundation', 'jurisdictions', 'statistics', 'warehouse'],
  dashboards: ['foundation', 'jurisdictions', 'statistics', 'warehouse', 'api'],
  client: [],
  cli: ['foundation', 'jurisdictions', 'statistics', 'warehouse', 'api', 'dashboards', 'ingest', 'data-samples'],
}

function sources(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: packageRoot,
    encoding: 'utf8',
  })
  return listed
    .split('\n')
    .filter(
      (path) =>
        (path.split('/')[0] ?? '') in allowedImports && !path.includes('/testing/') && !path.endsWith('.test.ts'),
    )
}

function importsOf(path: string): readonly string[] {
  const text = readFileSync(packagePath(path), 'utf8')
  return [...text.matchAll(/(?:from|import) ?\(?'([^']+)'/g)].map(([, target]) => target ?? '')
}

describe('the modules', () => {
  it('are imported through their entry points only', () => {
    const wrong = sources().flatMap((path) => {
      const module = path.split('/')[0] ?? ''
      return importsOf(path)
        .filter((target) => target.startsWith('#') && !allowedImports[module]?.includes(target.slice(1)))
        .map((target) => `${path} imports ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('never import one another past the entry point', () => {
    const wrong = sources().flatMap((path) => {
      const depth = path.split('/').length - 2
      return importsOf(path)
        .filter((target) => target.startsWith('../'.repeat(depth + 1)))
        .map((target) => `${path} imports ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('let the browser code see charts only', () => {
    const inBrowser = sources().filter((path) => path.startsWith('dashboards/browser/'))
    const wrong = inBrowser.flatMap((path) =>
      importsOf(path).filter(
        (target) => target.startsWith('#') || (target.startsWith('../') && !target.startsWith('../charts/')),
      ),
    )
    expect(inBrowser.length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })

  it('have a README each', () => {
    const missing = [...Object.keys(allowedImports), 'bench', 'notebooks', 'deploy'].filter((module) => {
      const files = execFileSync(
        'git',
        ['ls-files', '--cached', '--others', '--exclude-standard', `${module}/README.md`],
        { cwd: packageRoot, encoding: 'utf8' },
      )
      return files.trim() === ''
    })
    expect(missing).toEqual([])
  })
})
