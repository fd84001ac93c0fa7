import type { RowOutcomeCounts } from '#ingest'
import type { RunReport } from '#warehouse'
import type { DeliveryList, ListedDelivery } from './list-deliveries.ts'

/** So many rows that ended in one way. */
export interface EndedRows {
  /** The number of the other delivery. */
  readonly delivery: number
  readonly as: string
  readonly rows: number
}

/** All that is known of one delivery. */
export interface ShownDelivery extends ListedDelivery {
  readonly account: RowOutcomeCounts | null
  readonly reasons: Readonly<Record<string, number>>
  /** What its run reported of it. */
  readonly reported: RunReport['deliveries'][number] | null
  /** Its rows that are true; `null` where it is not in the facts. */
  readonly rows: number | null
  /** Rows of other deliveries that it ended. */
  readonly ended: readonly EndedRows[]
  /** Its rows that other deliveries ended. */
  readonly endedBy: readonly EndedRows[]
  /** What its night moved, with all its deliveries: people by year and class of sanction. */
  readonly moved: { readonly deliveries: number; readonly figures: RunReport['figures'] } | null
}

/** Puts together what a home knows of one of its deliveries. */
export function shownDelivery(listed: ListedDelivery, { generation, rows, reported }: DeliveryList): ShownDelivery {
  const { number } = listed
  const known = reported(listed)
  const recorded = generation?.deliveries.find(({ id }) => id === number)
  const own = rows.filter(({ delivery }) => delivery === number)
  const { account = null, reasons = {} } = recorded ?? known?.delivery ?? {}
  return {
    ...listed,
    ...{ account, reasons, reported: known?.delivery ?? null },
    rows: number === null ? null : own.reduce((sum, one) => sum + (one.endedBy === null ? one.rows : 0), 0),
    ended: rows.flatMap(({ delivery, endedBy, endedAs: as, rows: count }) =>
      endedBy === number && endedBy !== null && delivery !== number ? [{ delivery, as: as ?? '', rows: count }] : [],
    ),
    endedBy: own.flatMap(({ endedBy, endedAs: as, rows: count }) =>
      endedBy === null || endedBy === number ? [] : [{ delivery: endedBy, as: as ?? '', rows: count }],
    ),
    moved: known === undefined ? null : movedIn(known.report),
  }
}

function movedIn({ deliveries, figures }: RunReport): ShownDelivery['moved'] {
  return { deliveries: deliveries.length, figures }
}
