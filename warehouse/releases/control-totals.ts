import { Refusal } from '#foundation'
import { monthsIn } from '../catalog/periods.ts'
import type { CubeProtection } from '../disclosure/cube-rule.ts'
import { type ControlTotals, type Family, familyNamed } from '../disclosure/rounding/index.ts'
import { marginKeys } from '../disclosure/rounding/shape.ts'
import type { ProtectedCube } from './protect-facts.ts'

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

/** How many codes the levels of a table have, in the order of dimensions; what is left out has none. */
function sizesOf(family: Family, dimensions: ProtectedCube['protection']['rule']['dimensions']): readonly number[] {
  return dimensions.map(({ levels }, index) => levels[family[index] ?? 0]?.size ?? 1).filter((size) => size > 1)
}
