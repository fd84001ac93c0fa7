import { Refusal } from '#foundation'

/** Rows of equal length. */
export type Matrix = readonly (readonly number[])[]

/** Pivots that are this much smaller than the largest one are taken for 0. */
const singularTolerance = 1e-12
/** Beyond it products lose their digits. */
const minScale = 1e-200

export function multiply(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector))
}

export function dot(one: readonly number[], other: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += (one[index] as number) * (other[index] as number)
  return sum
}

/** `X'WX` for a design and the weights of its rows. */
export function crossProduct(design: Matrix, weights?: readonly number[]): number[][] {
  const width = design[0]?.length ?? 0
  const product = Array.from({ length: width }, () => new Array<number>(width).fill(0))
  for (const [row, values] of design.entries()) {
    const weight = weights?.[row] ?? 1
    for (let i = 0; i < width; i++) {
      const scaled = weight * (values[i] as number)
      const target = product[i] as number[]
      for (let j = 0; j < width; j++) target[j] = (target[j] as number) + scaled * (values[j] as number)
    }
  }
  return product
}

/** `X'v`. */
export function transposeMultiply(design: Matrix, vector: readonly number[]): number[] {
  const result = new Array<number>(design[0]?.length ?? 0).fill(0)
  for (const [row, values] of design.entries())
    for (let i = 0; i < result.length; i++)
      result[i] = (result[i] as number) + (values[i] as number) * (vector[row] as number)
  return result
}

export function product(one: Matrix, other: Matrix): number[][] {
  const columns = (other[0] ?? []).map((_, column) => other.map((row) => row[column] as number))
  return one.map((row) => columns.map((column) => dot(row, column)))
}

/**
 * The inverse of a square matrix, by Gauss and Jordan with the largest pivot first.
 *
 * @throws {@link Refusal} `SINGULAR_DESIGN` when a column follows from the others
 */
export function inverse(matrix: Matrix): number[][] {
  const size = matrix.length
  const work = matrix.map((row, i) => [...row, ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))])
  const scale = Math.max(...matrix.map((row, i) => Math.abs(row[i] as number)))
  if (!(scale > minScale && Number.isFinite(scale))) throw singular()
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let row = column + 1; row < size; row++)
      if (Math.abs(at(work, row, column)) > Math.abs(at(work, pivot, column))) pivot = row
    if (!(Math.abs(at(work, pivot, column)) > singularTolerance * scale)) throw singular()
    ;[work[column], work[pivot]] = [work[pivot] as number[], work[column] as number[]]
    eliminate(work, column)
  }
  return work.map((row) => row.slice(size))
}

function eliminate(work: number[][], column: number): void {
  const lead = work[column] as number[]
  const divisor = lead[column] as number
  for (let j = 0; j < lead.length; j++) lead[j] = (lead[j] as number) / divisor
  for (const [row, target] of work.entries()) {
    const factor = row === column ? 0 : (target[column] as number)
    if (factor === 0) continue
    for (let j = 0; j < target.length; j++) target[j] = (target[j] as number) - factor * (lead[j] as number)
  }
}

function at(matrix: Matrix, row: number, column: number): number {
  return matrix[row]?.[column] as number
}

function singular(): Refusal {
  const message = 'One explanation follows from the others, so their parts cannot be told apart. Leave one out.'
  return new Refusal('SINGULAR_DESIGN', message)
}
