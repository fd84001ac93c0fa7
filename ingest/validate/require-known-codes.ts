import { Refusal, selectRows } from '#foundation'
import type { RowSource } from '../cells/row-source.ts'
import type { Lookup } from '../map/lookup.ts'
import { rowsInWords } from '../table/row-numbers.ts'
import { checkedRows, lookupsOf } from './check-rows.ts'
import { firstRows } from './first-rows.ts'

/**
 * @param isReported - whether the codes are listed beside the refusal
 * @throws {@link Refusal} `UNKNOWN_CODE` when a column whose codes must all be known holds another one; it tells such columns
 *   first, then those in which an unknown code only sets the row aside
 */
export async function requireKnownCodes(source: RowSource, isReported = false): Promise<void> {
  const { file, header } = source
  const wrong = await unknownCodes(source)
  if (!wrong.some(({ isRefused }) => isRefused)) return
  const first = await firstRows(source, {})
  const found = wrong.map((one) => ({
    ...one,
    rows: first[one.word] ?? [],
    name: header.sourceOf.get(one.column) ?? one.column,
  }))
  const said = found.map(
    ({ count, rows, column, name, isRefused }) =>
      `${count} rows hold a code in column ${name} (${column}) that is in no table of the jurisdiction${isRefused ? '' : ', which sets them aside'}: ${rowsInWords(rows, count)}`,
  )
  const hint = isReported ? '' : ' "taraza check FILE --values" lists the codes.'
  const advice = `${said.join('; ')}. Add it to the tables, or correct the extract.${hint}`
  const place = { row: found[0]?.rows[0] ?? 0, column: found[0]?.name ?? '' }
  throw new Refusal('UNKNOWN_CODE', advice, { file, ...place })
}

/** The words of {@link checkedRows} for which a file is refused. */
export function refusingWords(source: RowSource): ReadonlySet<string> {
  return new Set(columnsOf(source, 'refuse').map(wordFor))
}

/** The columns with codes that are in no table, with the word that marks their rows; first those whose codes all have to be known. */
async function unknownCodes(source: RowSource) {
  const found = await selectRows<{ word: string; count: number }>(
    source.connection,
    `select word, count(distinct row_no) as count
     from (select row_no, unnest(string_split(faults, ' ')) as word from ${checkedRows} where faults is not null)
     group by word`,
  )
  const counts = new Map(found.map(({ word, count }) => [word, count]))
  const refusing = columnsOf(source, 'refuse')
  return [...new Set([...refusing, ...columnsOf(source, 'quarantine')])].flatMap((column) => {
    const word = wordFor(column)
    const count = counts.get(word) ?? 0
    return count === 0 ? [] : [{ column, word, count, isRefused: refusing.includes(column) }]
  })
}

/** The columns whose codes are looked up, and those that they are looked up by, where an unknown code means the same. */
function columnsOf(source: RowSource, wanted: Lookup['unknown']): readonly string[] {
  return lookupsOf(source).flatMap(({ unknown, by, column }) => (unknown === wanted ? [...by, column] : []))
}

function wordFor(column: string): string {
  return `UNKNOWN_CODE:${column}`
}
