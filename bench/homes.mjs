// Homes with extracts of a size, made once and kept: small, medium and large hold about 100 thousand, 1 million and 10 million
// sentences of the same six quarters.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNightly } from '../dist/cli/nightly/run-nightly.js'
import { runRelease } from '../dist/cli/releases/run-release.js'
import { writeSamples } from '../dist/data-samples/index.js'

export const scales = { small: 5, medium: 50, large: 500 }
const period = { from: '2023-07', to: '2024-12' }
const night = new Date('2025-02-14T02:30:00Z')

export const shelf = process.env.TARAZA_BENCH_HOMES ?? join(tmpdir(), 'taraza-bench')

/** A home with all registers and two releases. Protecting ten million sentences takes too much memory for this. */
export async function releasedHome(size) {
  return await made(`released-${size}`, async (home, incoming) => {
    await writeSamples({ jurisdiction: 'kg', out: incoming, scale: scales[size], ...period })
    await runNightly({ home, jurisdiction: 'kg', incoming, now: night, threads: 2 })
    await runRelease({ home, through: '2024-Q3', now: new Date('2024-12-14'), effort: 0.2 })
    await runRelease({ home, now: night, effort: 0.2 })
  })
}

/** A home as "npm start" makes it: one extract of each register, 35 quarters, one release. */
export async function historyHome() {
  return await made('history', async (home, incoming) => {
    await writeSamples({ jurisdiction: 'kg', out: incoming })
    await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date('2026-10-15T02:30:00Z'), threads: 2 })
    await runRelease({ home, now: new Date('2026-11-14T06:00:00Z'), effort: 0.2 })
  })
}

/** A home with the sentences only, without a release. */
export async function factsHome(size) {
  return await made(`facts-${size}`, async (home, incoming) => {
    await writeSamples({ jurisdiction: 'kg', out: incoming, scale: scales[size], registers: ['sentences'], ...period })
    await runNightly({ home, jurisdiction: 'kg', incoming, now: night, threads: 2 })
  })
}

async function made(name, make) {
  const path = join(shelf, name)
  if (existsSync(path)) return path
  const [draft, incoming] = [`${path}.draft`, `${path}.incoming`]
  for (const begun of [draft, incoming]) rmSync(begun, { recursive: true, force: true })
  mkdirSync(shelf, { recursive: true })
  console.error(`  making ${name} …`)
  await make(draft, incoming)
  rmSync(incoming, { recursive: true, force: true })
  renameSync(draft, path)
  return path
}
