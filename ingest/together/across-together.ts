import { quoteLiteral, selectRows } from '#foundation'
import { fileNo, maxRowsShown } from '../table/row-numbers.ts'
import { type ExistingTables, judgeOrphans, quarantineOutside } from '../validate/check-across-rows.ts'
import { checkedRows } from '../validate/check-rows.ts'
import { constantRows, tornKeys } from '../validate/torn-keys.ts'
import type { FileOfMany } from './judge-together.ts'
import { requireNone } from './not-together.ts'

/** Rows of one file that are kept although there is a reason against them, with their first places through all files. */
export interface CountOfWord {
  readonly file: number
  readonly word: string
  readonly count: number
  readonly first: string
}

/** What looking beyond single rows found, beside the rows it set aside. */
export interface AcrossTogether {
  readonly orphans: readonly CountOfWord[]
  /** Notes on each of the files. */
  readonly notes: readonly string[]
}

/**
 * Checks rows of several files against their periods and against what is stored, as `checkAcrossRows` does for one.
 *
 * @throws {@link NotTogether} naming files with keys that stand beside different values: which of their rows remain depends on the files
 *   before
 */
export async function checkAcrossTogether(
  files: readonly FileOfMany[],
  existing: ExistingTables,
): Promise<AcrossTogether> {
  const [first] = files
  if (first === undefined) return { orphans: [], notes: [] }
  const { connection, contract } = first.source
  const day = (edge: 'from' | 'to') => {
    const days = files.map(({ arrival: { coverage } }) => (coverage === null ? 'null' : quoteLiteral(coverage[edge])))
    return `([${days.join(', ')}]::date[])[${fileNo} + 1]`
  }
  await quarantineOutside(connection, contract.delivery, { from: day('from'), to: day('to') })
  requireNone(await tornIn(first, existing))
  const orphans: CountOfWord[] = []
  const notes = await judgeOrphans(first.source, existing, async (word, when) => {
    orphans.push(...(await countedOf(first, `${checkedRows} where ${when}`, quoteLiteral(word))))
  })
  return { orphans, notes }
}

/** Rows per file and word with their first places, at most {@link maxRowsShown}. */
export async function countedOf(
  { source: { connection } }: FileOfMany,
  relation: string,
  word: string,
): Promise<readonly CountOfWord[]> {
  return await selectRows<CountOfWord>(
    connection,
    `select ${fileNo} as file, ${word} as word, count(*) as count, array_to_string(min(row_no, ${maxRowsShown}), ' ') as first
     from ${relation} group by all order by word`,
  )
}

async function tornIn({ source }: FileOfMany, existing: ExistingTables): Promise<readonly number[]> {
  const { connection, contract } = source
  const torn = new Set<number>()
  for (const constant of contract.constants) {
    const { key, seen, earlier } = constantRows(constant, contract, existing(contract.register))
    const keys = tornKeys(`${seen} union all ${earlier}`)
    const found = await selectRows<{ file: number }>(
      connection,
      `select distinct ${fileNo} as file from ${checkedRows} where ${key} in (${keys})`,
    )
    for (const { file } of found) torn.add(file)
  }
  return [...torn]
}
