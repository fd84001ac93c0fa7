// Makes a release under this Node and under Node 24, which comes as an npm package, and compares the two; with --all the whole
// test run under Node 24.
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
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

await ensureInstalled()
await ensureBuilt('program')
const node = node24()
run([node, '--version'])
if (process.argv.includes('--all')) {
  run([node, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'], {
    UV_THREADPOOL_SIZE: '16',
    PATH: `${dirname(node)}:${process.env.PATH}`,
  })
} else {
  const contents = await Promise.all([madeWith(process.execPath), madeWith(node)])
  console.log(`A release made under Node ${process.versions.node} and under Node 24: ${contents.join(' and ')}`)
  if (contents[0] !== contents[1]) {
    console.error('The two differ: something decides by the last digit of a number.')
    process.exit(1)
  }
}

/** The content of a release of half a year that a Node makes with the secrets of samples. */
async function madeWith(binary) {
  const home = mkdtempSync(join(tmpdir(), 'taraza-node24-'))
  const options = { cwd: root, env: { ...process.env, TARAZA_HOME: home }, maxBuffer: 2 ** 26 }
  const program = async (...words) =>
    (await promisify(execFile)(binary, [join(root, 'dist', 'cli', 'main.js'), ...words], options)).stdout
  const { writeSampleSecrets } = await import(join(root, 'dist', 'foundation', 'index.js'))
  writeSampleSecrets(home)
  const half = ['--from', '2020-01', '--to', '2020-06']
  await program('samples', '--jurisdiction', 'kg', '--out', join(home, 'incoming'), ...half)
  await program('nightly', '--jurisdiction', 'kg')
  const { contentHash } = JSON.parse(await program('release', '--json'))
  rmSync(home, { recursive: true })
  return contentHash.slice(0, 16)
}
