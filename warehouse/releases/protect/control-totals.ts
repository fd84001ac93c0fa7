import { Refusal } from '#foundation'
import { monthsIn } from '../../catalog/periods.ts'
import type { CubeProtection } from '../../disclosure/cube-rule.ts'
import { type CellTable, type ControlTotals, familyNamed, type MarginalTable } from '../../disclosure/rounding/index.ts'
import { marginKeys } from '../../disclosure/rounding/tables/shape.ts'
import type { ProtectedCube } from './protected-cube.ts'

/**
 * What a cube publishes by some levels, in the blocks of time of another one that has to agree with it.
 *
 * @returns by name of the block, then by margin of the table in the dimensions of the other cube
 * @throws {@link Refusal} `JURISDICTION_INVALID` when the two cubes do not divide the table alike
 */
export function controlTotals(
  { protection: { rule }, blocks }: ProtectedCube,
  protection: CubeProtection,
  by: readonly string[],
): ReadonlyMap<string, ControlTotals> {
  const { dimensions } = rule
  const family = familyNamed(by, dimensions)
  const own = protection.rule.control?.totals ?? []
  if (sizesOf(family, rule.dimensions).join() !== sizesOf(own, protection.rule.dimensions).join())
    throw new Refusal(
      'JURISDICTION_INVALID',
      `cubes.${protection.cube.name}.control: both cubes need the levels ${by.join(', ')}, in this order`,
      { file: 'disclosure.yaml' },
    )
  const first = Math.floor((protection.periods.first * monthsIn[protection.time]) / monthsIn[protection.block])
  const periods = dimensions[0]?.levels[family[0] ?? 0]?.of
  const totals = new Map<string, Map<number, number>>()
  for (const { cells, published } of blocks)
    for (const [cell, key] of marginKeys(family, dimensions, cells).entries()) {
      const name = String(first + (periods?.[cells.codes[0]?.[cell] ?? 0] ?? 0))
      const block = totals.get(name) ?? new Map<number, number>()
      totals.set(name, block)
      block.set(key, (block.get(key) ?? 0) + (published[cell] as number))
    }
  return totals
}

/**
 * One number for what each part of a cube counts once: its true count, rounded at random to a multiple of the base.
 *
 * @param draw - for each margin the same number from 0 to 1, whenever it is asked
 */
export function ownTotals(cells: CellTable, { rule }: CubeProtection, draw: (margin: number) => number): ControlTotals {
  const { dimensions, base, control } = rule
  if (control === undefined) return new Map()
  const inTotal = marginKeys(control.totals, dimensions, cells)
  const sums = new Map<number, number>()
  const counts = new Map<number, number>()
  for (const [cell, part] of marginKeys(control.parts, dimensions, cells).entries()) {
    const sum = (sums.get(part) ?? 0) + (cells.counts[cell] as number)
    sums.set(part, sum)
    const margin = inTotal[cell] as number
    counts.set(margin, Math.max(counts.get(margin) ?? 0, sum))
  }
  return new Map([...counts].map(([margin, count]) => [margin, base * Math.floor(count / base + draw(margin))]))
}

/** How many codes the levels of a table have, in the order of dimensions; what is left out has none. */
function sizesOf(
  family: MarginalTable,
  dimensions: ProtectedCube['protection']['rule']['dimensions'],
): readonly number[] {
  return dimensions.map(({ levels }, index) => levels[family[index] ?? 0]?.size ?? 1).filter((size) => size > 1)
}
