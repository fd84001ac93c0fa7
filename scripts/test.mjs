// npm test: installs what is missing, checks style, types and generated files, then runs every test.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, parts } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

const long = process.argv.includes('--long')
const words = process.argv.slice(2).filter((word) => word !== '--long')

function run(title, command, options = {}) {
  console.error(title)
  const { status } = spawnSync(command[0], command.slice(1), { cwd: root, stdio: 'inherit', ...options })
  if (status !== 0) process.exit(status ?? 1)
}

/** The pages are tested in a real browser. On Debian as root it is installed, elsewhere its tests say that they were not run. */
function ensureBrowser() {
  if (process.env.CHROMIUM || existsSync('/usr/bin/chromium')) return
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    console.error('No Chromium: its tests will not be run. Install Chromium and set CHROMIUM to its path.')
    return
  }
  console.error('Installing Chromium …')
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update'], quiet)
  const { status } = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet)
  if (status !== 0) console.error('Chromium could not be installed: its tests will not be run.')
}

/** The long tests compare the statistics with R. On Debian as root it is installed, elsewhere they say that they were not run. */
function ensureR() {
  if (existsSync('/usr/lib/R/site-library/forecast')) return
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    console.error(
      'No R from Debian: without its packages strucchange, sandwich, pROC and forecast its tests will not be run.',
    )
    return
  }
  console.error('Installing R …')
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  const packages = ['r-base-core', ...['strucchange', 'sandwich', 'proc', 'forecast'].map((name) => `r-cran-${name}`)]
  spawnSync('apt-get', ['update'], quiet)
  const { status } = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet)
  if (status !== 0) console.error('R could not be installed: its tests will not be run.')
}

const tool = (...path) => [process.execPath, join(root, 'node_modules', ...path)]

await ensureInstalled()
for (const part of Object.keys(parts)) await ensureBuilt(part)
ensureBrowser()
if (long) ensureR()
run('Style …', [...tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'])
run('Types …', [...tool('typescript', 'bin', 'tsc'), '--noEmit'])
run('Tests …', [...tool('vitest', 'vitest.mjs'), 'run', ...words], {
  env: { ...process.env, UV_THREADPOOL_SIZE: '16', ...(long ? { TARAZA_TEST: 'long' } : {}) },
})
