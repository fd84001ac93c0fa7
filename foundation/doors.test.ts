import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packagePath, packageRoot } from './index.ts'

/** Which rooms a room may import. docs/adr/0002-rooms-and-doors.md gives the reasons. */
const doors: Readonly<Record<string, readonly string[]>> = {
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
    .filter((path) => (path.split('/')[0] ?? '') in doors && !path.includes('/testing/') && !path.endsWith('.test.ts'))
}

function importsOf(path: string): readonly string[] {
  const text = readFileSync(packagePath(path), 'utf8')
  return [...text.matchAll(/(?:from|import) ?\(?'([^']+)'/g)].map(([, target]) => target ?? '')
}

describe('the rooms of the house', () => {
  it('are entered through their doors only', () => {
    const wrong = sources().flatMap((path) => {
      const room = path.split('/')[0] ?? ''
      return importsOf(path)
        .filter((target) => target.startsWith('#') && !doors[room]?.includes(target.slice(1)))
        .map((target) => `${path} imports ${target}`)
    })
    expect(wrong).toEqual([])
  })

  it('never reach into one another past the door', () => {
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
    const missing = [...Object.keys(doors), 'bench', 'notebooks', 'deploy'].filter((room) => {
      const files = execFileSync(
        'git',
        ['ls-files', '--cached', '--others', '--exclude-standard', `${room}/README.md`],
        { cwd: packageRoot, encoding: 'utf8' },
      )
      return files.trim() === ''
    })
    expect(missing).toEqual([])
  })
})
