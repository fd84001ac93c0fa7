import { isGiven } from './control.ts'
import type { MarginPartition } from './margins.ts'
import { controlled, ordinary, type Penalty, promised } from './penalties.ts'
import { scopeOf } from './promises.ts'
import type { CubeRule } from './tables/cube-rule.ts'
import { MarginNumbers } from './tables/margin-numbers.ts'
import type { CellTable, MarginalTable } from './tables/shape.ts'

/**
 * The divisions of a block that the search minds, the heaviest first and those of equal cost next to each other: families that divide the cells of
 * one block in the same way, because they differ in time beyond it only, are one division with several charges.
 *
 * @param population - the cells of all blocks
 */
export function controlledPartitions(population: CellTable, rule: CubeRule): readonly MarginPartition[] {
  const { dimensions, families, promisedFamilies, blockLevel } = rule
  const units = population.counts.reduce((sum, count) => sum + count, 0)
  const isPromised = new Set(promisedFamilies.map((family) => family.join()))
  const numbers = new MarginNumbers(dimensions, population)
  const penalties = new Map<number, Penalty>()
  const shared = (penalty: Penalty) => {
    const known = penalties.get(penalty.weight) ?? penalty
    penalties.set(known.weight, known)
    return known
  }
  const partitions = new Map<string, MarginPartition>()
  for (const family of families) {
    const scope = isPromised.has(family.join()) ? 'promised' : scopeOf(family, rule)
    const isControl = family.join() === rule.control?.parts.join()
    if (!isControl && isGiven(family, rule.control)) continue
    const size = units / Math.max(1, numbers.of(family).size)
    if (!isControl && scope !== 'promised' && size < rule.controlledFrom) continue
    const [time = 0, ...others] = family
    const division: MarginalTable = [Math.min(time, blockLevel), ...others]
    const penalty = shared(isControl ? controlled : scope === 'promised' ? promised : ordinary(size))
    const charge = { family, penalty, promise: isControl ? controlled.hardBound : rule.promises[scope].greatest }
    const known = partitions.get(division.join())
    partitions.set(division.join(), { family: division, charges: [...(known?.charges ?? []), charge] })
  }
  const heaviest = ({ charges }: MarginPartition) => Math.max(...charges.map(({ penalty }) => penalty.weight))
  const costKey = ({ charges }: MarginPartition) => charges.map(({ penalty }) => penalty.weight).join()
  return [...partitions.values()].sort(
    (one, other) => heaviest(other) - heaviest(one) || (costKey(one) < costKey(other) ? -1 : 1),
  )
}
