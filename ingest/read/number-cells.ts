import type { Contract } from '#jurisdictions'

const numbers: ReadonlySet<string> = new Set(['integer', 'decimal', 'year'])

/**
 * The columns of a file whose typed numbers have to be written with a decimal comma, as the contract says: then a text such as
 * 95.000 among them is told from the number 95.
 */
export function commaColumns({ columns, format }: Contract): ReadonlySet<string> {
  if (format.decimal === '.') return new Set()
  const all = Object.values(columns)
  const others = new Set(all.filter(({ type }) => !numbers.has(type)).flatMap(({ from }) => from))
  const names = all.filter(({ type }) => numbers.has(type)).flatMap(({ from }) => from)
  return new Set(names.filter((name) => !others.has(name)))
}
