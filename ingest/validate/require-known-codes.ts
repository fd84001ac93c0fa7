import { quoteLiteral, Refusal } from '#foundation'
import { firstRows } from '../account/first-rows.ts'
import { countedRows, rowsInWords } from '../read/row-numbers.ts'
import { checkedRows, lookupsOf } from './check-rows.ts'
import type { RowSource } from './row-source.ts'

/**
 * @param isTold - whether the codes are listed beside the refusal
 * @throws {@link Refusal} `UNKNOWN_CODE` when a column whose codes must all be known holds another one
 */
export async function requireKnownCodes(source: RowSource, isTold = false): Promise<void> {
  const { file, header } = source
  const wrong = await unknownCodes(source)
  if (wrong.length === 0) return
  const first = await firstRows(source, {})
  const found = wrong.map(({ column, word, count }) => ({
    count,
    rows: first[word] ?? [],
    column,
    name: header.sourceOf.get(column) ?? column,
  }))
  const said = found.map(
    ({ count, rows, column, name }) =>
      `${count} rows hold a code in column ${name} (${column}) that is in no table of the jurisdiction: ${rowsInWords(rows, count)}`,
  )
  const hint = isTold ? '' : ' "taraza check FILE --values" lists the codes.'
  const advice = `${said.join('; ')}. Add it to the tables, or correct the extract.${hint}`
  const place = { row: found[0]?.rows[0] ?? 0, column: found[0]?.name ?? '' }
  throw new Refusal('UNKNOWN_CODE', advice, { file, ...place })
}

/** The columns with codes that are in no table although all have to be known, with the word that marks their rows. */
async function unknownCodes(source: RowSource) {
  const refusing = lookupsOf(source).filter(({ unknown }) => unknown === 'refuse')
  const columns = new Set(refusing.flatMap((lookup) => [...lookup.by, lookup.column]))
  const counted = []
  for (const column of columns) {
    const word = `UNKNOWN_CODE:${column}`
    const when = `list_contains(string_split(faults, ' '), ${quoteLiteral(word)})`
    const { count } = await countedRows(source.connection, { relation: checkedRows, place: 'row_no' }, when)
    if (count > 0) counted.push({ column, word, count })
  }
  return counted
}
