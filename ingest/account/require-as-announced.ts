import { quoteIdentifier, Refusal, selectRow } from '#foundation'
import { type Contract, isNumberType } from '#jurisdictions'
import { inUnit } from '../cells/read-length.ts'
import type { RowSource } from '../cells/row-source.ts'
import type { Delivery } from '../deliveries/deliveries.ts'
import type { Coverage } from '../deliveries/delivery.ts'
import type { Header } from '../table/header.ts'
import { columnSent } from '../table/wide-rows.ts'
import { checkedRows } from '../validate/check-rows.ts'
import { leftOutRow } from '../validate/layout.ts'

/** @throws {@link Refusal} `MANIFEST_MISMATCH` when the file is not the one that the manifest describes */
export function requireSameFile({ described, path }: Delivery, sha256: string): void {
  if (described === undefined || described.sha256 === sha256) return
  const advice = 'The file is not the one that the manifest describes (its SHA-256 differs). Send both again.'
  throw new Refusal('MANIFEST_MISMATCH', advice, { file: path })
}

/**
 * @param read - the rows that are of the register
 * @param leftOut - rows that the contract leaves out: the sender announces them too
 * @param sent - all rows that the sender counts
 * @throws {@link Refusal} `EMPTY_FILE`, `ALL_LEFT_OUT`, or `MANIFEST_MISMATCH` when rows are missing or too many
 */
export function requireAnnouncedRows(
  { described, path }: Delivery,
  read: number,
  leftOut: number,
  sent = read + leftOut,
): void {
  if (read === 0 && leftOut > 0) {
    const advice = `The contract takes none of the ${leftOut} rows of the file: none fits its "where". Correct the contract, or send the other rows.`
    throw new Refusal('ALL_LEFT_OUT', advice, { file: path })
  }
  if (read === 0)
    throw new Refusal('EMPTY_FILE', 'The file has a header and no rows. Send the extract again.', { file: path })
  if (described === undefined || described.rows === sent) return
  const advice = `The manifest announces ${described.rows} rows, the file has ${sent}. Send both again.`
  throw new Refusal('MANIFEST_MISMATCH', advice, { file: path })
}

/**
 * Adds up the columns of which the manifest gives a control total.
 *
 * @param rows - the relation of the rows of the file, as {@link checkedRows}
 * @throws {@link Refusal} `CONTROL_TOTAL` with the column, never with the sums
 */
export async function requireControlTotals(
  { described, contract, path }: Delivery,
  { connection, header, wide }: Pick<RowSource, 'connection' | 'header' | 'wide'>,
  rows = checkedRows,
): Promise<void> {
  for (const { column, sum } of described?.totals ?? []) {
    const { name, when } = columnSummed(column, contract, wide)
    const value = await selectRow<{ sum: number | null }>(
      connection,
      `select sum(${summed(name, contract, header, path)})::double as sum from ${rows} where (layout is null or layout = '${leftOutRow}')${when}`,
    )
    if (Math.abs((value.sum ?? 0) - sum) <= 1e-6 * Math.max(1, Math.abs(sum))) continue
    const advice = `The column ${column} does not add up to the control total of the manifest. Send both again.`
    throw new Refusal('CONTROL_TOTAL', advice, { file: path, column })
  }
}

/** What a file that is known by its hash covers, as its manifest or contract says now. @throws {@link Refusal} see {@link requirePeriod} */
export function coverageOfDelivery(delivery: Delivery, sha256: string, today: string): Coverage | null {
  requireSameFile(delivery, sha256)
  return requirePeriod(delivery, today)
}

/** What a delivery covers, if that is what its contract expects. @throws {@link Refusal} `PERIOD_OUTSIDE_CONTRACT`, `PERIOD_UNKNOWN` */
export function requirePeriod({ manifest, contract, path }: Delivery, today: string): Coverage | null {
  const { coverage, mode, not_before: first } = contract.delivery
  const period = manifest?.period ?? coverage ?? null
  if (period === null && mode === 'period') {
    const advice =
      'A delivery of this register replaces its period, so a manifest.json with the period has to be in the same folder.'
    throw new Refusal('PERIOD_UNKNOWN', advice, { file: path })
  }
  if (period === null || ((first === undefined || period.from >= first) && period.from <= today)) return period
  const advice = `The manifest's period lies outside what the contract expects (from ${first ?? 'the beginning'} until today). Correct the manifest.`
  throw new Refusal('PERIOD_OUTSIDE_CONTRACT', advice, { file: path })
}

/** In a wide table each of its columns is summed over the rows that were made of it, and others once for each row that was sent. */
function columnSummed(column: string, { unpivot }: Contract, wide: RowSource['wide']) {
  if (wide === undefined || unpivot === undefined) return { name: column, when: '' }
  const place = wide.columns.indexOf(column)
  const when = ` and ${columnSent('row_no', wide)} = ${Math.max(0, place)}`
  return { name: place < 0 ? column : unpivot.value, when }
}

/** A length in days is kept in months: the total is compared in the unit of the sender. */
function summed(column: string, contract: Contract, { sourceOf }: Header, file: string): string {
  const found = Object.entries(contract.columns).find(
    ([name, { type, ...rest }]) =>
      sourceOf.get(name) === column && isNumberType(type) && (type !== 'length' || 'unit' in rest),
  )
  if (found === undefined) {
    const advice = `The manifest has a control total of ${column}, which is not a column of numbers in the contract.`
    throw new Refusal('MANIFEST_INVALID', advice, { file, column })
  }
  const [name, rest] = found
  const unit = 'unit' in rest ? rest.unit : undefined
  return inUnit(quoteIdentifier(name), unit)
}
