import { z } from 'zod'
import { canonicalType, isCensus, isCounted, type Register, type RegisterName } from '#jurisdictions'

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
  /** Columns without which nothing of it is published. */
  readonly public_needs?: z.output<typeof needsSchema>
  /** Columns that need not be there where rows stand for several people each. */
  readonly not_needed_of_counts?: readonly string[]
  /** Whether a census is enough. */
  readonly census?: boolean
}

/** A column that a contract does not deliver, and that a figure would need. */
export interface MissingColumn {
  readonly register: RegisterName
  readonly column: string
}

/** The registers that are delivered, with the names of their columns. */
export interface Delivered {
  readonly registers: ReadonlyMap<RegisterName, Register>
  readonly contracts: ReadonlyMap<RegisterName, { readonly columns: object; readonly canonical: Register }>
}

/** Which columns the contracts of a jurisdiction lack. Registers without a contract lack nothing here. */
export function missingColumns(
  { needs, finer = {}, not_needed_of_counts: ofCounts = [], census = false }: Presupposed,
  jurisdiction: Delivered,
): readonly MissingColumn[] {
  return [...jurisdiction.registers.keys()].flatMap((register) => {
    const contract = jurisdiction.contracts.get(register)
    if (contract === undefined || (census && isCensus(contract.canonical))) return []
    const columns = columnsOf(contract)
    const { rows, keys } = finer[register] ?? { rows: [], keys: [] }
    const isFiner = rows.some((column) => Object.hasOwn(columns, column))
    const needed = new Set([...(needs[register] ?? []), ...(isFiner ? keys : [])])
    const spared = isCounted(contract.canonical) ? ofCounts : []
    return [...needed]
      .filter((column) => !Object.hasOwn(columns, column) && !spared.includes(column))
      .map((column) => ({ register, column }))
  })
}

/** Of a census no day counts on which somebody came or went: those who had left are not in it. */
function columnsOf({ columns, canonical }: { readonly columns: object; readonly canonical: Register }): object {
  if (!isCensus(canonical)) return columns
  return Object.fromEntries(Object.entries(columns).filter(([name]) => canonicalType(canonical, name) !== 'date'))
}
