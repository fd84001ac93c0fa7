import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral, selectRow, selectRows } from '#foundation'
import { type Jurisdiction, wideContract } from '#jurisdictions'
import { type ExistingRows, firstContradicted, reconcileRows } from './account/account.ts'
import { reportDelivery } from './account/report-delivery.ts'
import {
  requireAnnouncedRows,
  requireControlTotals,
  requirePeriod,
  requireSameFile,
} from './account/require-as-announced.ts'
import type { RowSource } from './cells/row-source.ts'
import type { Delivery } from './deliveries/deliveries.ts'
import type { DeliveryReport, RowOutcomeCounts } from './deliveries/delivery.ts'
import { writeQuarantine } from './quarantine/write-quarantine.ts'
import type { LocalCopy } from './read/local-copy.ts'
import { openExtract } from './read/open-extract.ts'
import { requireEveryLine } from './read/require-every-line.ts'
import { rowsOf } from './read/rows-of.ts'
import { asRefusalOfFile } from './refusal-of-file.ts'
import { screenAgainstContract } from './screen/against-contract.ts'
import { type PiiScan, scanForPii } from './screen/screen.ts'
import type { Extract } from './table/extract.ts'
import { numbered, requireEmptyUnnamed, rowNo } from './table/row-numbers.ts'
import { placeSent } from './table/wide-rows.ts'
import { checkAcrossRows, type ExistingTables } from './validate/check-across-rows.ts'
import { checkedRows, readRows, readTable, suspectRows } from './validate/check-rows.ts'
import { brokenLines, firstRows } from './validate/first-rows.ts'
import { emptyCell, leftOutRow } from './validate/layout.ts'
import { headerSent } from './validate/names-sent.ts'
import { requireKnownCodes } from './validate/require-known-codes.ts'
import { type TellValues, unknownValues } from './validate/unknown-values.ts'

/** What extracts are taken in with, and where what becomes of them is told. */
export interface IngestContext {
  readonly connection: DuckDBConnection
  readonly jurisdiction: Jurisdiction
  /** What is stored, of the register at hand and of others. */
  readonly existing: Omit<ExistingRows, 'rows'> & { readonly rows: ExistingTables }
  /** Where rows that are set aside are kept. */
  readonly quarantine: string
  /** The day on which the run began where the registers live, as an ISO date. */
  readonly today: string
  /** Is told which values of code columns are in no table. They are cells of the sender: not for logs, nor for reports. */
  readonly tellValues?: TellValues | undefined
  /** A refusal for personal data tells row numbers: for the terminal of whoever holds the file, never for a report. */
  readonly tellRows?: boolean | undefined
}

/**
 * Takes one extract in: kind of file, personal data, types and codes, account, quarantine. Rows to keep are left in
 * `staging.accepted`. Nothing outside the staging tables and the quarantine folder changes.
 *
 * @throws {@link Refusal} when the file is refused as a whole; its place names the file
 */
export async function ingestExtract(
  context: IngestContext,
  delivery: Delivery,
  intake: LocalCopy,
): Promise<DeliveryReport> {
  try {
    return await ingestWhole(context, delivery, intake)
  } catch (error) {
    throw asRefusalOfFile(error, delivery.path)
  }
}

/** Gives back the memory that the rows of the last file take, once the warehouse has them. */
export async function dropCheckedRows(connection: DuckDBConnection): Promise<void> {
  await connection.run(`drop table ${readTable}`)
}

async function ingestWhole(context: IngestContext, delivery: Delivery, intake: LocalCopy): Promise<DeliveryReport> {
  requireSameFile(delivery, intake.sha256)
  const coverage = requirePeriod(delivery, context.today)
  const open = await openSource(context, delivery, intake)
  const notes = await judgeRows(open, context)
  const outcome = await accountFor(open, delivery, coverage, context)
  const { contract } = open.source
  if (outcome.total.quarantined > 0)
    await writeQuarantine(open.source, open.malformed, intake.sha256, join(context.quarantine, contract.register))
  return reportDelivery(delivery, intake, await headerSent(open.source), {
    coverage,
    account: outcome.total,
    ended: outcome.ended,
    reasons: outcome.reasons,
    rows: outcome.rows,
    layout: outcome.layout,
    notes: [...open.extractNotes, ...notes, ...open.screenNotes, ...outcome.notes],
  })
}

/** An extract whose personal data was sought, as rows of text. */
interface OpenSource {
  readonly source: RowSource
  /** A relation of the lines that are no rows. */
  readonly malformed: string
  readonly text: Extract['text']
  readonly lines: PiiScan['lines']
  readonly extractNotes: readonly string[]
  readonly screenNotes: readonly string[]
}

async function openSource(
  { connection, jurisdiction, tellRows, today }: IngestContext,
  { contract, path }: Delivery,
  intake: LocalCopy,
): Promise<OpenSource> {
  // Moments of Parquet have no offset of their own: they are shown in the time of the register.
  await connection.run(`set TimeZone = ${quoteLiteral(jurisdiction.profile.time_zone)}`)
  const sent = wideContract(contract)
  const extract = await openExtract(connection, intake, path, sent)
  const { malformed, text, typed, cellErrors } = extract
  const screening = { jurisdiction, contract: sent, tellRows }
  const { padded, blank, lines, notes } = await scanForPii(connection, extract, path, screening)
  const rows = rowsOf(extract, padded, contract, path)
  await requireEmptyUnnamed(connection, rows.wide ?? rows, path, sent)
  const leftOut = blank > 0 ? `(select "row" from ${malformed} union all from ${extract.blanks})` : malformed
  const about = { connection, jurisdiction, contract, file: path, rekeyed: false, today }
  const source = { ...about, ...rows, leftOut, typed, cellErrors }
  return { source, malformed, text, lines, extractNotes: extract.notes, screenNotes: notes }
}

/** Judges every row by itself. @returns notes on lines of the file */
async function judgeRows(
  { source, malformed, text, lines }: OpenSource,
  { tellRows, tellValues }: IngestContext,
): Promise<readonly string[]> {
  const { connection, contract, file, leftOut, wide } = source
  const rows = (await readRows(source)) / (wide?.columns.length ?? 1)
  const counted = { lines, rows, leftOut, broken: malformed }
  const notes = text === undefined ? [] : await requireEveryLine(connection, text, counted, file)
  await requireNothingSuspect(source, tellRows)
  if (tellValues) tellValues({ file, register: contract.register }, await unknownValues(source))
  await requireKnownCodes(source, tellValues !== undefined)
  return notes
}

/** What became of all rows, against one another and against what is stored. */
async function accountFor(
  { source, malformed }: OpenSource,
  delivery: Delivery,
  coverage: DeliveryReport['coverage'],
  { connection, existing }: IngestContext,
) {
  const { contract } = source
  const across = await checkAcrossRows(source, existing.rows, coverage)
  const ends = await reconcileRows(
    connection,
    contract,
    { ...existing, rows: existing.rows(contract.register) },
    coverage,
  )
  const { rows: broken, layout: brokenLayout } = await brokenLines(source, malformed)
  const total = withBroken(ends.account, broken.count)
  const layout = await layoutOf(connection, brokenLayout)
  requireAnnouncedRows(
    delivery,
    total.read,
    layout[leftOutRow] ?? 0,
    rowsSent(source, total.read, broken.count, layout),
  )
  await requireControlTotals(delivery, source)
  const first = await firstRows(source, { ...across.first, ...firstContradicted(ends) })
  const isBroken = broken.count > 0
  return {
    total,
    layout,
    ended: ends.ended,
    notes: across.notes,
    reasons: { ...ends.reasons, ...across.reasons, ...(isBroken ? { MALFORMED_LINE: broken.count } : {}) },
    rows: { ...first, ...(isBroken ? { MALFORMED_LINE: broken.first } : {}) },
  }
}

/** @throws {@link Refusal} `PERSONAL_DATA` for what only the contract can tell, in rows of free text and rows set aside */
async function requireNothingSuspect(source: RowSource, tellRows: boolean | undefined): Promise<void> {
  const { connection, file, wide } = source
  const { header, rows, contract } = wide ?? source
  const suspects = `select ${placeSent('row_no', wide)} from ${checkedRows} where ${suspectRows}`
  const { some } = await selectRow<{ some: boolean }>(connection, `select exists (${suspects}) as some`)
  if (!some) return
  await screenAgainstContract(connection, `(from ${numbered(rows)} where ${rowNo} in (${suspects}))`, file, {
    header,
    contract,
    tellRows,
  })
}

/** How many rows the sender counts: those of a wide table are fewer. */
function rowsSent({ wide }: RowSource, read: number, broken: number, layout: Readonly<Record<string, number>>): number {
  const others = (layout[leftOutRow] ?? 0) + (layout[emptyCell] ?? 0)
  return (read - broken + others) / (wide?.columns.length ?? 1) + broken
}

function withBroken(ends: RowOutcomeCounts, broken: number): RowOutcomeCounts {
  return { ...ends, read: ends.read + broken, quarantined: ends.quarantined + broken }
}

async function layoutOf(connection: DuckDBConnection, broken: number): Promise<Record<string, number>> {
  const found = await selectRows<{ layout: string; count: number }>(
    connection,
    `select layout, count(*) as count from ${checkedRows} where layout is not null group by layout order by layout`,
  )
  const counts = Object.fromEntries(found.map(({ layout, count }) => [layout, count]))
  return broken === 0 ? counts : { ...counts, SHORT_LINE: broken }
}
