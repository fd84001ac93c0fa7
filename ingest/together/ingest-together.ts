import { join } from 'node:path'
import { quoteLiteral, Refusal } from '#foundation'
import { reportDelivery } from '../account/report-delivery.ts'
import { requireAnnouncedRows, requireControlTotals } from '../account/require-as-announced.ts'
import type { RowSource } from '../cells/row-source.ts'
import type { DeliveryReport } from '../deliveries/delivery.ts'
import { writeQuarantine } from '../quarantine/write-quarantine.ts'
import { endsWithLineEnd } from '../read/require-every-line.ts'
import { noLines } from '../table/extract.ts'
import type { ExistingTables } from '../validate/check-across-rows.ts'
import { leftOutRow } from '../validate/layout.ts'
import { type AccountOfFile, accountsOf } from './accounts.ts'
import { type AcrossTogether, type CountOfWord, checkAcrossTogether } from './across-together.ts'
import type { Arrival, OpenArrival } from './arrivals.ts'
import { checkedOf, type FileOfMany, judgeTogether } from './judge-together.ts'
import { NotTogether, requireNone } from './not-together.ts'
import { reconcileTogether, type StoredRows } from './reconcile-together.ts'

/** What several files are taken in with, as `IngestContext` says it of one. */
export interface TogetherContext extends Pick<RowSource, 'connection' | 'jurisdiction' | 'today'> {
  /** Where rows that are set aside are kept. */
  readonly quarantine: string
  readonly rows: ExistingTables
  readonly peersOf: StoredRows['peersOf']
}

/** A report for each file; or the runs to try instead: some file is out of the ordinary, and nothing has changed. */
export type TakenTogether =
  | { readonly reports: readonly DeliveryReport[] }
  | { readonly runs: readonly (readonly Arrival[])[] }

/**
 * Takes several extracts in with one pass over all of them: the facts, the quarantine and the reports are those of `ingestExtract` one
 * after another. Rows to keep are left in `staging.accepted`, with the place of their file in `"file no"`.
 *
 * @param arrivals - a run of {@link runsOf}, which is not of one file
 */
export async function ingestTogether(
  context: TogetherContext,
  arrivals: readonly OpenArrival[],
): Promise<TakenTogether> {
  try {
    return { reports: await ingestAll(context, arrivals) }
  } catch (error) {
    if (error instanceof NotTogether) return { runs: partedAt(arrivals, error.places) }
    throw error
  }
}

function partedAt(arrivals: readonly OpenArrival[], alone: ReadonlySet<number>): readonly (readonly Arrival[])[] {
  const runs: Arrival[][] = []
  for (const [place, arrival] of arrivals.entries()) {
    const isNew = runs.length === 0 || alone.has(place) || alone.has(place - 1)
    if (isNew) runs.push([arrival])
    else runs.at(-1)?.push(arrival)
  }
  return runs
}

async function ingestAll(
  context: TogetherContext,
  arrivals: readonly OpenArrival[],
): Promise<readonly DeliveryReport[]> {
  const { connection, jurisdiction, today, rows, peersOf } = context
  const [first] = arrivals
  if (first === undefined) return []
  const { contract } = first.delivery
  await connection.run(`set TimeZone = ${quoteLiteral(jurisdiction.profile.time_zone)}`)
  const common = { connection, jurisdiction, contract, today, typed: false, cellErrors: false, rekeyed: false }
  const files = await judgeTogether(common, arrivals)
  const across = await checkAcrossTogether(files, rows)
  await reconcileTogether(files, { stored: rows(contract.register), peersOf })
  const accounts = await accountsOf(files)
  requireNone(await unlikeAnnounced(files, accounts))
  for (const [place, file] of files.entries())
    if ((accounts[place]?.account.quarantined ?? 0) > 0) await quarantine(file, context)
  return files.map((file, place) => reportOf(file, accounts[place] as AccountOfFile, across))
}

/** Files that have other rows than their manifests announce. */
async function unlikeAnnounced(
  files: readonly FileOfMany[],
  accounts: readonly AccountOfFile[],
): Promise<readonly number[]> {
  const unlike: number[] = []
  for (const [place, file] of files.entries()) {
    const { arrival, source } = file
    try {
      const { account, layout } = accounts[place] as AccountOfFile
      requireAnnouncedRows(arrival.delivery, account.read, layout[leftOutRow] ?? 0)
      await requireControlTotals(arrival.delivery, source, checkedOf(file))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      unlike.push(place)
    }
  }
  return unlike
}

async function quarantine(file: FileOfMany, { quarantine: folder }: TogetherContext): Promise<void> {
  const { source, arrival } = file
  const { register } = source.contract
  await writeQuarantine(source, noLines, arrival.intake.sha256, join(folder, register), checkedOf(file))
}

function reportOf(
  { place, above, arrival, source }: FileOfMany,
  { account, ended, layout, words, contradicted }: AccountOfFile,
  { orphans, notes }: AcrossTogether,
): DeliveryReport {
  const { text, coverage, delivery, intake } = arrival
  const all = [...words, ...contradicted, ...orphans.filter(({ file }) => file === place)]
  const reasons = Object.fromEntries(all.map(({ word, count }) => [word, count]))
  const ends = endsWithLineEnd(text.path) ? [] : ['NO_LAST_LINE_END']
  return reportDelivery(delivery, intake, source.header, {
    ...{ coverage, account, ended, layout, reasons },
    rows: firstRowsIn(all, above),
    notes: [...text.notes, ...ends, ...notes],
  })
}

function firstRowsIn(words: readonly CountOfWord[], above: number): Readonly<Record<string, readonly number[]>> {
  const sorted = words.toSorted((one, other) => (one.word < other.word ? -1 : 1))
  return Object.fromEntries(sorted.map(({ word, first }) => [word, first.split(' ').map((row) => Number(row) - above)]))
}
