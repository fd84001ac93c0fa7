// Makes the home that all tests share, by the built program and beside the tests that do without it. Says in a file when it is
// there, or why it is not.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './ensure-installed.mjs'

const [folder, effort] = process.argv.slice(2)
const [home, incoming] = [join(folder, 'home'), join(folder, 'incoming')]
const built = async (...path) => await import(join(root, 'dist', ...path))

try {
  const { writeSamples } = await built('data-samples', 'index.js')
  const { runNightly } = await built('cli', 'nightly', 'run-nightly.js')
  const { runRelease } = await built('cli', 'releases', 'run-release.js')
  await writeSamples({ jurisdiction: 'kg', out: incoming })
  await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date('2026-10-15T02:30:00Z') })
  await runRelease({ home, now: new Date('2026-11-14T06:00:00Z'), effort: Number(effort) })
  writeFileSync(join(folder, 'made'), '')
} catch (error) {
  writeFileSync(join(folder, 'failed'), error instanceof Error ? (error.stack ?? error.message) : String(error))
}
