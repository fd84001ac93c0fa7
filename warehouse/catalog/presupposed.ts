import { z } from 'zod'
import type { Jurisdiction, RegisterName } from '#jurisdictions'

/** Columns by register. */
export const needsSchema = z.record(z.string(), z.array(z.string()).min(1)).default({})

/** Rows of a register that are finer than what is counted need keys to be put together. */
export const finerSchema = z
  .record(z.string(), z.strictObject({ rows: z.array(z.string()).min(1), keys: z.array(z.string()).min(1) }))
  .default({})

/** What is counted presupposes these columns of the contracts. */
export interface Presupposed {
  readonly needs: z.output<typeof needsSchema>
  readonly finer?: z.output<typeof finerSchema>
}

/** A column that a contract does not deliver, and that a figure would need. */
export interface MissingColumn {
  readonly register: RegisterName
  readonly column: string
}

/** Which columns the contracts of a jurisdiction lack. Registers without a contract lack nothing here. */
export function missingColumns(
  { needs, finer = {} }: Presupposed,
  jurisdiction: Jurisdiction,
): readonly MissingColumn[] {
  return [...jurisdiction.registers.keys()].flatMap((register) => {
    const columns = jurisdiction.contracts.get(register)?.columns
    if (columns === undefined) return []
    const { rows, keys } = finer[register] ?? { rows: [], keys: [] }
    const isFiner = rows.some((column) => Object.hasOwn(columns, column))
    const needed = new Set([...(needs[register] ?? []), ...(isFiner ? keys : [])])
    return [...needed].filter((column) => !Object.hasOwn(columns, column)).map((column) => ({ register, column }))
  })
}
