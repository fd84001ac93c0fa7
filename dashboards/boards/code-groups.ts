import { admittedCodes, type Dataset } from '#warehouse'

/**
 * Groups of codes of a dimension, such as the custodial classes of sanctions: what the counts of a dataset are narrowed to, by
 * the name of the count. So a page adds up the same codes that the shares are made of.
 */
export function codeGroups(
  { dimensions, counts }: Pick<Dataset, 'dimensions' | 'counts'>,
  dimension: string,
): Readonly<Record<string, readonly string[]>> {
  const codes = dimensions.get(dimension)?.codes ?? []
  const narrowed = Object.entries(counts).filter(([, { where = {} }]) => Object.hasOwn(where, dimension))
  return Object.fromEntries(narrowed.map(([name, { where }]) => [name, admittedCodes(codes, dimension, where)]))
}
