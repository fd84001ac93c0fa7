// npm run sample: makes the sample release anew, from the seeded synthetic extracts. It is needed after every change of
// extracts, counting or protection; the tests say so.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

await ensureInstalled()
await ensureBuilt('program')
const { makeSampleRelease } = await import(join(root, 'dist', 'cli', 'sample', 'make-sample-release.js'))
const { processTerminal } = await import(join(root, 'dist', 'cli', 'output.js'))
const { sampleReleasePath } = await import(join(root, 'dist', 'data-samples', 'index.js'))
const home = mkdtempSync(join(tmpdir(), 'taraza-sample-home-'))
const { manifest, packed } = await makeSampleRelease(home, (message, done) =>
  processTerminal.progress(`${Math.round(done * 100)} %: ${message}`),
)
rmSync(home, { recursive: true })
writeFileSync(sampleReleasePath(manifest.jurisdiction), packed)
console.log(`\nThe sample release has ${packed.length} bytes and the content ${manifest.contentHash.slice(0, 16)}.`)
