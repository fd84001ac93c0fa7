import type { ColumnProfile, TableProfile } from '#ingest'
import { type CanonicalType, columnWords, listOf, plainWords, type Register } from '#jurisdictions'
import { modelDateColumn, placesOf } from './model.ts'

/** A column of a register with the column of the file that fills it. */
export interface FoundColumn {
  readonly name: string
  readonly type: CanonicalType
  readonly column: ColumnProfile
}

interface Candidate extends FoundColumn {
  readonly score: number
}

/** Of a name of a column so much has to be the phrase: "victim sex" is not the sex of who is sentenced. */
const mainPart = 0.5
/** An equal name counts more than any part of one. */
const equal = 1000

/** How well a name of a column is one of some phrases; 0 where it is none. */
export function likeness(name: string, phrases: readonly string[]): number {
  const plain = plainWords(name)
  const scores = phrases.map(plainWords).map((phrase) => {
    if (phrase === plain) return equal + phrase.length
    const isPart = phrase !== '' && ` ${plain} `.includes(` ${phrase} `)
    return isPart && phrase.length >= mainPart * plain.length ? phrase.length : 0
  })
  return Math.max(0, ...scores)
}

/** The columns of a file that a register has a place for: the best name first, each column and each place once. */
export function findColumns(register: Register, { columns }: TableProfile): readonly FoundColumn[] {
  const candidates = placesOf(register).flatMap(([name, type]) =>
    columns.flatMap((column) => candidatesOf(name, type, column, register)),
  )
  const found = new Map<string, Candidate>()
  const used = new Set<ColumnProfile>()
  for (const candidate of candidates.toSorted((one, other) => other.score - one.score)) {
    if (found.has(candidate.name) || used.has(candidate.column)) continue
    found.set(candidate.name, candidate)
    used.add(candidate.column)
  }
  return [...found.values()]
}

/** The only date of a table is that of the event, whatever it is called. */
export function withOnlyDate(
  register: Register,
  { columns }: TableProfile,
  found: readonly FoundColumn[],
): readonly FoundColumn[] {
  const name = modelDateColumn(register)
  const type = register.columns[name]?.type
  if (type === undefined || found.some((one) => one.type === 'date')) return found
  const [only, ...others] = columns.filter(
    (column) => fits(name, type, column) && !found.some((one) => one.column === column),
  )
  return only === undefined || others.length > 0 ? found : [...found, { name, type, column: only }]
}

function candidatesOf(
  name: string,
  type: CanonicalType,
  column: ColumnProfile,
  register: Register,
): readonly Candidate[] {
  const { columns, event_dates: dates } = columnWords()
  const phrases = columns[name] ?? []
  const own = phrases.includes('') ? 0 : likeness(column.name, [name, ...phrases])
  const event = name === modelDateColumn(register) ? likeness(column.name, dates) / 2 : 0
  const score = Math.max(own, event)
  return score > 0 && fits(name, type, column) ? [{ name, type, column, score }] : []
}

/** Whether what a column contains can fill a column of a register. */
function fits(name: string, type: CanonicalType, column: ColumnProfile): boolean {
  const { type: given, personal, longest, isYear } = column
  if (given === 'empty' || personal !== undefined) return false
  if (listOf(type) !== undefined) return !['date', 'decimal', 'quarter'].includes(given) && longest <= longestText
  switch (type) {
    case 'key':
      return !['date', 'decimal', 'quarter'].includes(given) && !isYear
    case 'date':
      return given === 'date' || given === 'quarter' || isYear
    case 'integer':
      return given === 'integer' && (name === 'birth_year') === isYear
    case 'decimal':
      return given === 'integer' || given === 'decimal'
    case 'boolean':
      return answersOf(column) !== undefined
    default:
      return longest <= longestText
  }
}

const longestText = 120

/** The cells of a column that mean yes and no; `undefined` where it has others. */
export function answersOf({
  values,
}: ColumnProfile): { readonly yes: readonly string[]; readonly no: readonly string[] } | undefined {
  const words = columnWords()
  const isOneOf = (cells: readonly string[]) => (cell: string) => cells.map(plainWords).includes(plainWords(cell))
  const cells = (values ?? []).map(({ value }) => value)
  const [yes, no] = [cells.filter(isOneOf(words.yes)), cells.filter(isOneOf(words.no))]
  const isWhole = yes.length + no.length === cells.length && cells.length > 0
  return isWhole && yes.length > 0 && no.length > 0 ? { yes, no } : undefined
}
