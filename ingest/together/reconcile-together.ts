import { quoteIdentifier, quoteLiteral, renderSqlTemplate, selectRows } from '#foundation'
import { numberEqualRows, type Peer } from '../account/account.ts'
import type { Delivery } from '../deliveries/deliveries.ts'
import { isSentLater } from '../deliveries/sent-later.ts'
import { fileNo } from '../table/row-numbers.ts'
import { checkedRows, readTable } from '../validate/check-rows.ts'
import type { FileOfMany } from './judge-together.ts'
import { requireNone } from './not-together.ts'

export interface StoredRows {
  /** The relation of the stored rows of the register. */
  readonly stored: string
  /** The deliveries of this run that nothing says to be older or newer than one, see `ExistingRows`. */
  readonly peersOf: (delivery: Delivery) => readonly Peer[]
}

/**
 * Decides how every row of several files ends, one file after another, and leaves for the warehouse `staging.accepted` (the rows to
 * keep) and `staging.ended` (rows that are no longer true, with `ended_as` and the file that ends them: stored ones by their
 * key, and others of these files by `ended_row`).
 *
 * @throws {@link NotTogether} where files that arrived together say different things of one row, or a period is replaced with rows that
 *   another file sends too
 */
export async function reconcileTogether(files: readonly FileOfMany[], { stored, peersOf }: StoredRows): Promise<void> {
  const [first] = files
  if (first === undefined) return
  const { connection, contract } = first.source
  if (contract.delivery.key === 'content') await numberEqualRows(connection, [fileNo])
  const slots = { checked: checkedRows, read: readTable, held: stored, replacing: replacing(files, stored) }
  await connection.run(renderSqlTemplate('ingest/together/outcomes.sql', slots))
  const again = await selectRows<{ file: number }>(
    connection,
    `select distinct ${fileNo} as file from staging.sound
     where row_key in (select row_key from staging.ended where ended_as = 'replaced')`,
  )
  requireNone(again.map(({ file }) => file))
  requireNone(await contradicting(files, peersOf))
}

/** Stored rows of the periods that files replace. The periods do not overlap. */
function replacing(files: readonly FileOfMany[], stored: string): string {
  const [first] = files
  if (first?.source.contract.delivery.mode !== 'period') return ''
  const periods = files.flatMap(({ place, arrival: { coverage } }) =>
    coverage === null ? [] : [`(${place}, date ${quoteLiteral(coverage.from)}, date ${quoteLiteral(coverage.to)})`],
  )
  const date = quoteIdentifier(first.source.contract.delivery.date_column)
  return `insert into staging.ended
    select held.row_key, period.file, 'replaced', null, held.delivery
    from ${stored} as held join (values ${periods.join(', ')}) as period(file, first_day, last_day)
      on held.${date} between first_day and last_day
    where not exists (from staging.sound as sound where sound.row_key = held.row_key and sound.${fileNo} = period.file);`
}

interface Ending {
  readonly file: number
  readonly delivery: number | null
  readonly ended: number | null
}

/** Files that end rows of others that nothing says to be older. */
async function contradicting(files: readonly FileOfMany[], peersOf: StoredRows['peersOf']): Promise<readonly number[]> {
  const [first] = files
  if (first === undefined) return []
  const endings = await selectRows<Ending>(
    first.source.connection,
    `select distinct ending.${fileNo} as file, ending.delivery, ended.${fileNo} as ended
     from staging.ended as ending left join ${checkedRows} as ended on ended.row_no = ending.ended_row`,
  )
  return endings.flatMap(({ file, delivery, ended }) => {
    const own = (files[file] as FileOfMany).arrival.delivery
    const other = ended === null ? undefined : files[ended]?.arrival.delivery
    const isPeer = other === undefined ? peersOf(own).some(({ id }) => id === delivery) : !isNewer(own, other)
    return isPeer ? [file] : []
  })
}

function isNewer(one: Delivery, other: Delivery): boolean {
  return isSentLater(one.manifest?.sent_at ?? null, other.manifest?.sent_at ?? null)
}
