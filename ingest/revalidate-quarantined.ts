import { join } from 'node:path'
import { quoteIdentifier, quoteLiteral, Refusal, selectRow, selectRows } from '#foundation'
import { firstContradicted, reconcileRows } from './account/account.ts'
import type { RowSource } from './cells/row-source.ts'
import type { Coverage, DeliveryReport } from './deliveries/delivery.ts'
import type { IngestContext } from './ingest-extract.ts'
import type { QuarantineFile } from './quarantine/quarantine-files.ts'
import { writeQuarantine } from './quarantine/write-quarantine.ts'
import { matchColumns, sourceNamesIn } from './read/match-columns.ts'
import { noLines } from './table/extract.ts'
import { ownColumns } from './table/own-columns.ts'
import { checkAcrossRows } from './validate/check-across-rows.ts'
import { readRows } from './validate/check-rows.ts'
import { firstRows } from './validate/first-rows.ts'
import { requireKnownCodes } from './validate/require-known-codes.ts'

/**
 * Judges rows that were set aside once more, by the tables and contracts of today and against what is stored now.
 * Rows to keep are left in `staging.accepted`; those that stay aside are written to the quarantine folder of the run.
 *
 * @returns what became of them, or `undefined` when all of them stay where they are
 */
export async function revalidateQuarantined(
  context: IngestContext,
  file: QuarantineFile,
  delivered: { readonly coverage: Coverage | null; readonly synthetic: boolean },
): Promise<DeliveryReport | undefined> {
  const source = await quarantinedSource(context, file)
  if (source === undefined) return undefined
  try {
    await readRows(source)
    await requireKnownCodes(source)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
  const { first } = await checkAcrossRows(source, context.existing.rows, delivered.coverage)
  const existing = { ...context.existing, rows: context.existing.rows(file.register) }
  // The delivery took the place of earlier rows when it came: what is left of it is added.
  const delivery = { ...source.contract.delivery, mode: 'append' } as const
  const found = await reconcileRows(context.connection, { ...source.contract, delivery }, existing, null)
  const { account: ends, reasons, ended } = found
  if (ends.quarantined === ends.read) return undefined
  const broken = await brokenLines(context, file)
  const folder = join(context.quarantine, file.register)
  if (ends.quarantined + broken > 0) await writeQuarantine(source, brokenOf(file), file.sha256, folder)
  return {
    ...delivered,
    register: file.register,
    file: `quarantine/${file.sha256.slice(0, 12)}`,
    sha256: file.sha256,
    sentAt: null,
    account: ends,
    ended,
    reasons,
    rows: await firstRows(source, { ...first, ...firstContradicted(found) }),
    columns: sourceNamesIn(reasons, source.header),
    layout: {},
    checks: [],
    notes: ['RETRIED'],
  }
}

/** `undefined` when the contract of today knows other columns: such rows wait for the extract to be sent again. */
async function quarantinedSource(
  context: IngestContext,
  { register, path }: QuarantineFile,
): Promise<RowSource | undefined> {
  const { connection, jurisdiction, today } = context
  const contract = jurisdiction.contracts.get(register)
  const file = `read_parquet(${quoteLiteral(path)})`
  const own: readonly string[] = Object.values(ownColumns)
  const described = await selectRows<{ column_name: string }>(connection, `describe select * from ${file}`)
  const columns = described.map(({ column_name }) => column_name).filter((name) => !own.includes(name))
  if (contract === undefined) return undefined
  try {
    const header = matchColumns(columns, path, contract)
    const { typed } = await selectRow<{ typed: boolean }>(
      connection,
      `select bool_and(${ownColumns.typed}) as typed from ${file}`,
    )
    const rows = `(from ${file} where ${ownColumns.reasons} <> 'MALFORMED_LINE' order by ${ownColumns.row})`
    return {
      connection,
      jurisdiction,
      contract,
      header,
      rows,
      leftOut: noLines,
      file: path,
      typed,
      cellErrors: typed,
      rekeyed: true,
      today,
    }
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

function brokenOf({ path }: QuarantineFile): string {
  const row = quoteIdentifier(ownColumns.row)
  return `(select ${row} as "row" from read_parquet(${quoteLiteral(path)}) where ${ownColumns.reasons} = 'MALFORMED_LINE')`
}

async function brokenLines({ connection }: IngestContext, file: QuarantineFile): Promise<number> {
  const { count } = await selectRow<{ count: number }>(connection, `select count(*) as count from ${brokenOf(file)}`)
  return count
}
