import { type PerturbationTable, perturbationTable } from './perturbation-table.ts'
import { analystNoise } from './promised-limits.ts'

const table = perturbationTable(analystNoise)
const keys = 2 ** 32

/**
 * A count with its noise: the same set of records has the same key, and so the same noise, in whatever table it is counted.
 *
 * @param key - the sum of the record keys of the cell modulo 2^32
 */
export function perturb(count: number, key: number, outcomes: PerturbationTable = table): number {
  const row = Math.min(count, outcomes.length - 1)
  const place = (key + 1) / keys
  let reached = 0
  for (const { value, probability } of outcomes[row] ?? []) {
    reached += probability
    if (place <= reached) return count + value - row
  }
  return count + (outcomes[row]?.at(-1)?.value ?? row) - row
}
