import { selectRows } from '#foundation'
import type { Ended, RowOutcomeCounts } from '../deliveries/delivery.ts'
import { fileNo } from '../table/row-numbers.ts'
import { checkedRows } from '../validate/check-rows.ts'
import { type CountOfWord, countedOf } from './across-together.ts'
import type { FileOfMany } from './judge-together.ts'

/** What became of the rows of one of several files. */
export interface AccountOfFile {
  readonly account: RowOutcomeCounts
  readonly ended: Ended
  readonly layout: Readonly<Record<string, number>>
  /** Why rows were set aside or kept with an unknown code, then rows that a later one of the file contradicts. */
  readonly words: readonly CountOfWord[]
  readonly contradicted: readonly CountOfWord[]
}

interface CountOfFile {
  readonly file: number
  readonly name: string
  readonly count: number
}

/** What became of the rows of each file, once they were reconciled. */
export async function accountsOf(files: readonly FileOfMany[]): Promise<readonly AccountOfFile[]> {
  const [first] = files
  if (first === undefined) return []
  const { connection } = first.source
  const counted = async (name: string, relation: string) =>
    await selectRows<CountOfFile>(
      connection,
      `select ${fileNo} as file, ${name} as name, count(*) as count from ${relation} group by all order by name`,
    )
  const ends = await counted(
    `coalesce(layout, outcome, if(faults is null, 'accepted', 'quarantined'))`,
    // Registers have columns of their own names, such as an outcome.
    `(select row_no, ${fileNo}, layout, faults from ${checkedRows}) left join staging.outcomes using (row_no)`,
  )
  const layouts = await counted('layout', `${checkedRows} where layout is not null`)
  const ended = await counted('ended_as', 'staging.ended')
  const words = await countedOf(
    first,
    `(select ${fileNo}, row_no, unnest(string_split(concat_ws(' ', faults, unmapped), ' ')) as word
      from ${checkedRows} where faults is not null or unmapped is not null)`,
    'word',
  )
  const contradicted = await countedOf(
    first,
    `staging.outcomes join (select row_no, row_key, ${fileNo}, withdraws from staging.sound) using (row_no)
     join staging.repeated using (row_key, ${fileNo})
     where outcome = 'superseded' and row_no < last_row_no and not withdraws and not last_withdraws`,
    `'CONTRADICTING_ROWS'`,
  )
  return files.map(({ place }) => ({
    account: accountIn(recordOf(ends, place), recordOf(layouts, place)),
    ended: { superseded: 0, replaced: 0, withdrawn: 0, ...recordOf(ended, place) },
    layout: recordOf(layouts, place),
    words: words.filter(({ file }) => file === place),
    contradicted: contradicted.filter(({ file }) => file === place),
  }))
}

function recordOf(counts: readonly CountOfFile[], place: number): Readonly<Record<string, number>> {
  return Object.fromEntries(counts.flatMap(({ file, name, count }) => (file === place ? [[name, count]] : [])))
}

function accountIn(
  ends: Readonly<Record<string, number>>,
  layouts: Readonly<Record<string, number>>,
): RowOutcomeCounts {
  const all = Object.values(ends).reduce((sum, count) => sum + count, 0)
  const read = all - Object.values(layouts).reduce((sum, count) => sum + count, 0)
  const of = (name: string) => ends[name] ?? 0
  const [accepted, duplicate, superseded] = [of('accepted'), of('duplicate'), of('superseded')]
  return { read, accepted, duplicate, superseded, withdrawn: of('withdrawn'), quarantined: of('quarantined') }
}
