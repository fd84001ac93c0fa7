/** What may stand around a code: blanks of spreadsheets and ends of lines. */
const blanks = `' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8201) || chr(8239)`

/** A code without regard to case and outer blanks, as SQL. */
export function folded(text: string): string {
  return `lower(trim(${text}, ${blanks}))`
}

/** Tables of typed files write the code 2 as 2.0 when a column has gaps; 2.5 stays what it is. */
export function withoutZeros(text: string): string {
  return `case when contains(${text}, '.0') then regexp_replace(${text}, '^\\s*(\\d+)\\.0+\\s*$', '\\1') else ${text} end`
}
