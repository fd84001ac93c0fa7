// npm run test:clickhouse: compares ClickHouse with the other engine, question by question. Its engine for one process is
// installed beside the other packages for this test only: it is half a gigabyte.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

const chdb = 'chdb@3.4.0'

function run(words, env = {}) {
  const [program, ...rest] = words
  const { status } = spawnSync(program, rest, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exit(status ?? 1)
}

await ensureInstalled()
await ensureBuilt('program')
if (!existsSync(join(root, 'node_modules', 'chdb')))
  run(['npm', 'install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', chdb])
run([process.execPath, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'], {
  TARAZA_TEST: 'clickhouse',
  UV_THREADPOOL_SIZE: '16',
})
