// Runs the program, or with --all the whole test run, under Node 24, which comes as an npm package.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

function run(command, environment = {}) {
  const { status } = spawnSync(command[0], command.slice(1), {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** The second Node, kept beside the packages. */
function node24() {
  const folder = join(root, 'node_modules', '.node24')
  const binary = join(folder, 'node_modules', 'node', 'bin', 'node')
  if (existsSync(binary)) return binary
  console.error('Installing Node 24 …')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  run(['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', 'node@24'])
  return binary
}

ensureInstalled()
await ensureBuilt('program')
const node = node24()
run([node, '--version'])
if (process.argv.includes('--all')) {
  run([node, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'], {
    UV_THREADPOOL_SIZE: '16',
    PATH: `${dirname(node)}:${process.env.PATH}`,
  })
} else {
  const home = mkdtempSync(join(tmpdir(), 'taraza-node24-'))
  const program = (...words) => run([node, join(root, 'dist', 'cli', 'main.js'), ...words], { TARAZA_HOME: home })
  program('samples', '--jurisdiction', 'kg', '--out', join(home, 'incoming'), '--from', '2020-01', '--to', '2020-12')
  program('nightly', '--jurisdiction', 'kg')
  program(
    'query',
    'sentences',
    '--by',
    'year',
    '--measure',
    'persons,custodial_share',
    '--interval',
    '95',
    '--level',
    'officer',
    '--purpose',
    'Check under Node 24',
  )
  rmSync(home, { recursive: true })
}
