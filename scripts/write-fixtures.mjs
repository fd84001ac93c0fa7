// Writes data-samples/kg: a small part of one synthetic quarter, in which the registers still belong together.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

const mostRows = 400
const sha256 = (text) => createHash('sha256').update(text).digest('hex')

const linesOf = (folder, manifest) => readFileSync(join(folder, manifest.files[0].name), 'utf8').trimEnd().split('\n')

/** Everyone who was assessed, one in seven of those before the courts, fewer of the others. */
function isKept(personKey, assessed) {
  if (personKey === undefined || assessed.has(personKey)) return true
  const everyOther = { 'PB-': 60, 'PE-': 60 }[personKey.slice(0, 3)] ?? 7
  return Number.parseInt(sha256(personKey).slice(0, 8), 16) % everyOther === 0
}

await ensureInstalled()
await ensureBuilt('program')
const { writeSamples } = await import(join(root, 'dist', 'data-samples', 'index.js'))
const all = mkdtempSync(join(tmpdir(), 'fixtures-'))
const out = join(root, 'data-samples', 'kg')
await writeSamples({ jurisdiction: 'kg', out: all, from: '2024-01', to: '2024-03' })
const deliveries = readdirSync(all)
  .sort()
  .map((folder) => join(all, folder))
  .map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    const [header, ...lines] = linesOf(folder, manifest)
    const column = header.split(';').indexOf('PERSON_ID')
    return { manifest, header, lines, personOf: (line) => (column === -1 ? undefined : line.split(';')[column]) }
  })
const assessments = deliveries.find(({ manifest }) => manifest.register === 'assessments')
const assessed = new Set(assessments.lines.map(assessments.personOf))
const sums = []
for (const { manifest, header, lines, personOf } of deliveries) {
  const [described] = manifest.files
  const kept = lines.filter((line) => isKept(personOf(line), assessed)).slice(0, mostRows)
  const text = `${[header, ...kept].join('\n')}\n`
  const file = { ...described, rows: kept.length, sha256: sha256(text) }
  const target = join(out, 'extracts', manifest.register)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, described.name), text)
  writeFileSync(join(target, 'manifest.json'), `${JSON.stringify({ ...manifest, files: [file] }, null, 2)}\n`)
  sums.push(`${file.sha256}  extracts/${manifest.register}/${described.name}`)
  console.log(manifest.register, kept.length)
}
writeFileSync(join(out, 'SHA256SUMS'), `${sums.join('\n')}\n`)
rmSync(all, { recursive: true })
