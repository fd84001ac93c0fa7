import { gzipSync, strToU8 } from 'fflate'
import { packZip } from '#foundation'
import { type ColumnVector, cellReader } from '#warehouse'
import { csvLine } from '../formats/csv.ts'

/** A cube as CSV: codes and counts, in the order of the codes. */
export function cubeCsv(columns: readonly ColumnVector[]): string {
  const readers = columns.map(cellReader)
  const lines = Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => csvLine(readers.map((read) => read(row))))
  return csvLine(columns.map(({ name }) => name)) + lines.join('')
}

/** The same, packed. */
export function cubeCsvGz(columns: readonly ColumnVector[]): Uint8Array {
  return gzipSync(strToU8(cubeCsv(columns)), { mtime: 0 })
}

/** Names and texts of files as an archive, with cubes as CSV among them. */
export interface PackageParts {
  readonly texts: ReadonlyMap<string, string>
  readonly cubes: ReadonlyMap<string, readonly ColumnVector[]>
}

export function packPackage({ texts, cubes }: PackageParts): Uint8Array {
  const all = [...texts, ...[...cubes].map(([name, columns]) => [name, cubeCsv(columns)] as const)]
  return packZip(new Map(all.map(([name, text]) => [name, strToU8(text)])))
}
