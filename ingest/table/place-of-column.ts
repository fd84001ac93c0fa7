import type { Contract } from '#jurisdictions'
import { gateOf } from '../personal/gate.ts'
import { tellsOfSomebody } from '../personal/somebody.ts'

/**
 * Which column is meant, for a message: its name, or the column it stands after where the name itself cannot be told. In a file
 * without a header the first row stands in its place, so names are told only among names that a contract knows.
 */
export function placeOf(columns: readonly string[], index: number, contract: Contract): string {
  const name = columns[index] ?? ''
  if (isPrintable(name, contract) && knowsAny(columns, contract)) return `"${name}"`
  const before = columns[index - 1]
  const after = before !== undefined && isKnown(before, contract) ? ` (after "${before}")` : ''
  return `column ${index + 1} of ${columns.length}${after}`
}

/** Longer ones are no names of columns. */
const maxCharacters = 60

function isPrintable(name: string, { personal }: Contract): boolean {
  return name.length <= maxCharacters && !/^\(column \d+\)$/.test(name) && !tellsOfSomebody(gateOf(personal), name)
}

function isKnown(name: string, { columns, ignored, delivery }: Contract): boolean {
  const declared = Object.values(columns).some(({ from }) => from.includes(name))
  return declared || ignored.includes(name) || (delivery.withdrawal?.from.includes(name) ?? false)
}

/** A header names columns of the contract for most of its columns. */
function knowsAny(columns: readonly string[], contract: Contract): boolean {
  return columns.filter((name) => isKnown(name, contract)).length * 2 > columns.length
}
