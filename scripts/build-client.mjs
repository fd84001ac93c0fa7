// Builds taraza-client as a package of its own: modules, types and the one reader that it needs.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, root } from './ensure-installed.mjs'

await ensureInstalled()
const out = process.argv[2] ?? join(root, 'dist', 'taraza-client')
rmSync(out, { recursive: true, force: true })
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const words = ['-p', join(root, 'client', 'tsconfig.json'), '--outDir', out]
const { status } = spawnSync(process.execPath, [compiler, ...words], { stdio: 'inherit' })
if (status !== 0) process.exit(1)

const { version, license, engines, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const reader = '@uwdata/flechette'
const about = {
  name: 'taraza-client',
  version,
  description: 'The API of Taraza from TypeScript and JavaScript',
  license,
  type: 'module',
  engines,
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  dependencies: { [reader]: dependencies[reader] },
}
writeFileSync(join(out, 'package.json'), `${JSON.stringify(about, null, 2)}\n`)
for (const file of ['README.md', 'LICENSE'])
  copyFileSync(join(root, file === 'LICENSE' ? '' : 'client', file), join(out, file))
