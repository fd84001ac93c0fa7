import type { DeliveryRows } from '#warehouse'

/**
 * - `current`: all its rows are true, or it brought none;
 * - `partly_superseded`: later deliveries ended some of them;
 * - `superseded`: later deliveries ended all of them, or it came after what was sent later;
 * - `withdrawn`: later deliveries withdrew all of them by name;
 * - `left_out`: it came, and is not in the facts since an earlier generation was served again;
 * - `correction_left_out`: its rows are in the facts, and the period that it corrected is not.
 */
export type DeliveryState =
  | 'current'
  | 'partly_superseded'
  | 'superseded'
  | 'withdrawn'
  | 'left_out'
  | 'correction_left_out'

/** What became of the rows of a delivery in the facts. Rows that its own file contradicts are no part of it. */
export function stateOf(delivery: number, rows: readonly DeliveryRows[]): DeliveryState {
  const own = rows.filter((one) => one.delivery === delivery)
  const ended = own.filter(({ endedBy, endedAs }) => endedBy !== null && (endedBy !== delivery || endedAs === 'late'))
  if (ended.length === 0) return 'current'
  if (own.some(({ endedBy }) => endedBy === null)) return 'partly_superseded'
  return ended.every(({ endedAs }) => endedAs === 'withdrawn') ? 'withdrawn' : 'superseded'
}
