import { quoteLiteral, Refusal } from '#foundation'
import type { RowSource } from '../cells/row-source.ts'
import type { Lookup } from '../map/lookup.ts'
import { countedRows, rowsInWords } from '../table/row-numbers.ts'
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

/** The columns with codes that are in no table, with the word that marks their rows; first those whose codes all have to be known. */
async function unknownCodes(source: RowSource) {
  const columnsOf = (wanted: Lookup['unknown']) =>
    lookupsOf(source).flatMap(({ unknown, by, column }) => (unknown === wanted ? [...by, column] : []))
  const refusing = columnsOf('refuse')
  const counted = []
  for (const column of new Set([...refusing, ...columnsOf('quarantine')])) {
    const word = `UNKNOWN_CODE:${column}`
    const when = `list_contains(string_split(faults, ' '), ${quoteLiteral(word)})`
    const { count } = await countedRows(source.connection, { relation: checkedRows, place: 'row_no' }, when)
    if (count > 0) counted.push({ column, word, count, isRefused: refusing.includes(column) })
  }
  return counted
}
