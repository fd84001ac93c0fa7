import type { DatasetName, DimensionsOf, MeasuresOf } from './names.ts'

/** Offers the known names and takes others: another jurisdiction or a newer server may have more. */
export type Suggested<Name extends string> = Name | (string & {})
type Codes = string | number | readonly (string | number)[]

/** A question in the grammar of the API. Dimensions are filters too: `{ region: ['KG-GB', 'KG-C'] }`. */
export type Question<Dataset extends string = string> = {
  readonly measure: readonly Suggested<MeasuresOf<Dataset>>[]
  readonly by?: readonly Suggested<DimensionsOf<Dataset>>[]
  /** A year, quarter or month, such as `2020`, `'2020-Q1'`, `'2020-01'`; both ends are included. */
  readonly from?: string | number
  readonly to?: string | number
  readonly compare?: 'year' | 'previous' | 'base'
  readonly base?: number
  /** Per cent. */
  readonly interval?: number
  readonly sort?: readonly string[]
  readonly limit?: number
  readonly offset?: number
} & { readonly [Dimension in DimensionsOf<Dataset>]?: Codes } & {
  readonly [other: string]: Codes | undefined
}

export type { DatasetName }

/** The parameters of a question as the API takes them. */
export function searchParametersOf(question: Readonly<Record<string, Codes | undefined>>): URLSearchParams {
  const given = Object.entries(question).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given.map(([name, value]) => [name, [value].flat().join(',')]))
}
