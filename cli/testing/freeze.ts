import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { filesIn, packageRoot } from '#foundation'
import { runNightly } from '../nightly/run-nightly.ts'
import { runRelease } from '../releases/run-release.ts'
import { answersOf } from './frozen-answers.ts'
import { freezeFiles, freezeJson, frozenPath } from './frozen-files.ts'
import { mongolianExtract } from './mongolian.ts'

// Not a test: `TARAZA_FREEZE=VERSION npm run freeze` keeps what this version makes and answers, to judge later ones by.

const version = process.env['TARAZA_FREEZE'] ?? 'present'
const work = mkdtempSync(join(tmpdir(), 'taraza-freeze-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))
const hours = 3_600_000

/** One person of so many stays in the extracts. */
const thinning = 5
const keyColumns = ['PERSON_ID', 'POST', 'TRAINING_ID']

it(
  'freezes a Kyrgyz home with two releases and a correction, and the night and release after',
  async () => {
    const [home, extracts] = [join(work, 'kg'), join(work, 'extracts')]
    const written = await writeSamples({ jurisdiction: 'kg', out: extracts, from: '2025-10', to: '2026-09' })
    for (const { folder } of written) rewrite(folder, thinned)
    const night = async (day: string, quarters: readonly string[]) => {
      const incoming = join(work, `incoming-${day}`)
      const folders = readdirSync(extracts).filter((name) => quarters.some((quarter) => name.endsWith(quarter)))
      for (const folder of folders) cpSync(join(extracts, folder), join(incoming, folder), { recursive: true })
      if (day === '2026-08-02') addCorrection(extracts, incoming)
      cpSync(incoming, `${incoming}-kept`, { recursive: true })
      const report = await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date(`${day}T02:30:00Z`) })
      if (!report.decision.startsWith('published')) throw new Error(JSON.stringify(report, null, 1))
      return `${incoming}-kept`
    }
    // So few persons cannot be revised within the promises of the jurisdiction: they are loosened with the search.
    const release = (day: string, revise = false) =>
      runRelease({ home, now: new Date(`${day}T06:00:00Z`), revise, effort: 0.5 })
    await night('2026-04-20', ['all', '2025-Q4', '2026-Q1'])
    await release('2026-05-15')
    await night('2026-08-02', ['2026-Q2'])
    await release('2026-08-14', true)
    freezeHome(home, 'kg')
    freezeJson(frozenPath(version, 'kg.answers'), await answersOf(copyOf(home)))
    const next = await night('2026-10-20', ['2026-Q3'])
    freezeFiles(frozenPath(version, 'kg.next'), next, filesIn(next))
    await release('2026-11-14')
    freezeJson(frozenPath(version, 'kg.next.answers'), await answersOf(copyOf(home)))
  },
  hours,
)

it(
  'freezes a home with an extract in the shape of the Mongolian one',
  async () => {
    const [home, incoming] = [join(work, 'mn'), join(work, 'incoming-mn')]
    mkdirSync(incoming)
    writeFileSync(join(incoming, 'mongolian_sentencing.csv'), mongolianExtract(2000))
    await runNightly({ home, jurisdiction: 'mn', incoming, now: new Date('2026-04-20T02:30:00Z') })
    await runRelease({ home, now: new Date('2026-05-15T06:00:00Z') })
    freezeHome(home, 'mn')
    freezeJson(frozenPath(version, 'mn.answers'), await answersOf(copyOf(home)))
  },
  hours,
)

it('freezes contracts, lists, disclosure and boards', () => {
  const names = filesIn(packageRoot).filter((name) =>
    /^(jurisdictions|dashboards\/boards)\/.*\.(yaml|csv|json)$/.test(name),
  )
  freezeFiles(frozenPath(version, 'tables'), packageRoot, names)
})

function freezeHome(home: string, name: string): void {
  const names = filesIn(home).filter((path) => path !== 'writer.lock' && !path.startsWith('work/'))
  freezeFiles(frozenPath(version, `${name}.home`), home, names)
}

/** To ask leaves traces: the audit log, and what analysts have asked already. */
function copyOf(home: string): string {
  const copy = mkdtempSync(join(work, 'asked-'))
  cpSync(home, copy, { recursive: true })
  return copy
}

type Change = (rows: readonly string[], columns: readonly string[]) => readonly string[]

/** Changes the rows of a delivery, and what its manifest says of them. */
function rewrite(folder: string, change: Change, more: object = {}): void {
  const path = join(folder, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const { name } = manifest.files[0]
  const [header = '', ...rows] = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
  const changed = change(rows, header.split(';'))
  const text = `${[header, ...changed].join('\n')}\n`
  const sha256 = createHash('sha256').update(text).digest('hex')
  writeFileSync(join(folder, name), text)
  writeFileSync(path, JSON.stringify({ ...manifest, ...more, files: [{ name, sha256, rows: changed.length }] }))
}

function thinned(rows: readonly string[], columns: readonly string[]): readonly string[] {
  const at = columns.findIndex((name) => keyColumns.includes(name))
  if (at < 0) return rows
  const stays = (key = '') => (createHash('md5').update(key).digest()[0] ?? 0) % thinning === 0
  return rows.filter((row) => stays(row.split(';')[at]))
}

/** The first extract of sentences again, sent later, with public works for some of the fines. */
function addCorrection(extracts: string, incoming: string): void {
  const folder = join(incoming, 'sentences-2025-Q4-again')
  cpSync(join(extracts, 'sentences-2025-Q4'), folder, { recursive: true })
  const corrected: Change = (rows, columns) => {
    const at = columns.indexOf('SANCTION')
    return rows.map((row, index) => {
      const cells = row.split(';')
      return cells[at] === '30' && index % 2 === 0 ? cells.with(at, '22').join(';') : row
    })
  }
  rewrite(folder, corrected, { sent_at: '2026-08-01T08:00:00Z' })
}
