// npm run bench: every benchmark, each with its ratio in one run.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './ensure-built.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

ensureInstalled()
ensureBuilt()
for (const name of ['arrow', 'page', 'statistics', 'ingest', 'nightly', 'protect', 'api']) {
  const { status } = spawnSync(process.execPath, ['--expose-gc', join(root, 'bench', `${name}.mjs`)], {
    stdio: 'inherit',
    env: { UV_THREADPOOL_SIZE: '16', ...process.env },
  })
  if (status !== 0) process.exit(status ?? 1)
}
