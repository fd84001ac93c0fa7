import type { Code } from '#jurisdictions'
import type { Cube } from '../../catalog/cube.ts'

/** The column with the cell key of a count. */
export function keyColumn(count: string): string {
  return `${count}__key`
}

/** The column with the part of a count that lies in one band. */
export function bandColumn(count: string, band: string): string {
  return `${count}__${band}`
}

export interface Band extends Code {
  readonly from: number
  readonly to: number
}

/** The bands of a dimension that have a beginning and an end, in order. */
export function bandsOf(dimension: string, cube: Cube): readonly Band[] {
  const codes = cube.dimensions.get(dimension)?.codes ?? []
  return codes.flatMap((code) =>
    code.from === undefined || code.to === undefined ? [] : [{ ...code, from: code.from, to: code.to }],
  )
}
