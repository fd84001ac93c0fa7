// Builds the program into dist/ when a source has changed since the last build.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './ensure-installed.mjs'

const rooms = [
  'foundation',
  'jurisdictions',
  'statistics',
  'ingest',
  'warehouse',
  'api',
  'dashboards',
  'data-samples',
  'cli',
  'client',
  'notebooks',
  'docs',
  'deploy',
  'scripts',
]
const single = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']

function sources(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(ts|tsx|css|html|tmpl|md|mjs|js)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : []
  })
}

function stateOfSources() {
  const hash = createHash('sha256')
  for (const path of [...single, ...rooms.flatMap(sources).sort()]) {
    const { mtimeMs, size } = statSync(join(root, path))
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

function runTool(name, words) {
  runNode(name, [toolPath(name), ...words])
}

function runScript(name, ...words) {
  runNode(name, [join(root, 'scripts', name), ...words])
}

function runNode(name, words) {
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status === 0) return
  console.error(`The build failed in ${name}.`)
  process.exit(1)
}

function toolPath(name) {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
  return join(root, 'node_modules', name, typeof bin === 'string' ? bin : (bin[name] ?? bin.tsc))
}

export function ensureBuilt() {
  if (!existsSync(join(root, 'tsconfig.json'))) return // an installed package is built already
  const stamp = join(root, 'dist', '.sources')
  const state = stateOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return
  console.error('Building …')
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  runTool('typescript', ['-p', 'tsconfig.build.json'])
  runTool('vite', ['build', '--config', 'dashboards/browser/vite.config.ts'])
  runScript('notebooks.mjs', 'build')
  runScript('build-docs.mjs')
  writeFileSync(stamp, state)
}
