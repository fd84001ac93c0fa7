import { bitAt, type ColumnVector } from '#warehouse'

/**
 * JSON of what is sent. JSON has no word for a number that is none: it would become null, which says "not available" beside a
 * verdict that was made of it. So it is refused as a fault of the server.
 *
 * @throws Error that names where it stands, never what
 */
export function finiteJson(value: unknown): string {
  return JSON.stringify(value, refuseNonFinite)
}

/** For writers of JSON that take a replacer. */
export function refuseNonFinite(name: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  throw new Error(`a number of an answer is not finite: ${name}`)
}

/** The same for columns, whatever they are written as. @throws Error that names the column */
export function requireFiniteColumns(columns: readonly ColumnVector[]): void {
  for (const { name, type, length, values, validity } of columns) {
    if (type !== 'float64' && type !== 'float32') continue
    const numbers = values as Float64Array | Float32Array
    for (let row = 0; row < length; row++)
      if (!Number.isFinite(numbers[row]) && (validity === null || bitAt(validity, row)))
        throw new Error(`a column of an answer holds a number that is not finite: ${name}`)
  }
}
