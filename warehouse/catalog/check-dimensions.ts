import { type Fault, FileCheck } from '#foundation'
import { type Jurisdiction, listOf } from '#jurisdictions'
import { checkNoneTwice } from './check-cubes.ts'
import type { DimensionDeclaration, Layered } from './declarations.ts'
import { attributeValues } from './dimensions.ts'
import { grains } from './periods.ts'

/** Adds what is wrong with dimensions: lists and dimensions above that there are not. */
export function checkDimensions(
  dimensions: Layered<DimensionDeclaration>,
  jurisdiction: Jurisdiction,
  faults: Fault[],
): void {
  const all = dimensions.value
  checkNoneTwice(dimensions, faults)
  const lists = [...jurisdiction.lists.keys(), ...listsOfRegisters(jurisdiction), attributeValues]
  for (const file of dimensions.files) {
    const check = new FileCheck(file, faults)
    for (const [key, { list, parent: above }] of Object.entries(file.value)) {
      const isTime = grains.some((grain) => grain === key)
      if (list !== undefined) check.isKnown([key, 'list'], list, 'list', lists)
      else check.require(isTime, [key], 'a dimension that is no period needs a list')
      check.require(!isTime || list === undefined, [key, 'list'], 'periods have no list')
      if (above !== undefined && check.isKnown([key, 'parent'], above, 'dimension', Object.keys(all)))
        check.require(!isBelow(above, key, all), [key, 'parent'], `"${above}" lies below "${key}"`)
    }
  }
  const check = new FileCheck(dimensions, faults)
  for (const grain of grains) check.isKnown([grain], grain, 'period among the dimensions', Object.keys(all))
}

/** Whether a dimension is another one or lies below it. */
function isBelow(key: string, other: string, declared: Readonly<Record<string, DimensionDeclaration>>): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = key; at !== undefined && !seen.has(at); at = declared[at]?.parent) {
    if (at === other) return true
    seen.add(at)
  }
  return false
}

/** Lists that a jurisdiction has only with the register that uses them. */
function listsOfRegisters({ registers }: Jurisdiction): readonly string[] {
  return [...registers.values()].flatMap(({ columns }) =>
    Object.values(columns).flatMap(({ type }) => listOf(type) ?? []),
  )
}
