import { type Fault, FileCheck, type YamlFile } from '#foundation'
import { type Jurisdiction, listOf, registers } from '#jurisdictions'
import type { DimensionDeclaration } from './declarations.ts'
import { attributeValues } from './dimensions.ts'
import { grains } from './periods.ts'

/** Adds what is wrong with dimensions: lists and dimensions above that there are not. */
export function checkDimensions(
  file: YamlFile<Readonly<Record<string, DimensionDeclaration>>>,
  jurisdiction: Jurisdiction,
  faults: Fault[],
): void {
  const check = new FileCheck(file, faults)
  const lists = [...jurisdiction.lists.keys(), ...listsOfRegisters(), attributeValues]
  for (const [key, { list, in: above }] of Object.entries(file.value)) {
    const isTime = grains.some((grain) => grain === key)
    if (list !== undefined) check.isKnown([key, 'list'], list, 'list', lists)
    else check.require(isTime, [key], 'a dimension that is no period needs a list')
    check.require(!isTime || list === undefined, [key, 'list'], 'periods have no list')
    if (above !== undefined && check.isKnown([key, 'in'], above, 'dimension', Object.keys(file.value)))
      check.require(!isBelow(above, key, file.value), [key, 'in'], `"${above}" lies below "${key}"`)
  }
  for (const grain of grains) check.isKnown([grain], grain, 'period among the dimensions', Object.keys(file.value))
}

/** Whether a dimension is another one or lies below it. */
function isBelow(key: string, other: string, declared: Readonly<Record<string, DimensionDeclaration>>): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = key; at !== undefined && !seen.has(at); at = declared[at]?.in) {
    if (at === other) return true
    seen.add(at)
  }
  return false
}

/** Lists that a jurisdiction has only with the register that uses them. */
function listsOfRegisters(): readonly string[] {
  return Object.values(registers).flatMap((columns) => Object.values(columns).flatMap((type) => listOf(type) ?? []))
}
