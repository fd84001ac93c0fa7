import type { ControlRule, CubeRule } from './tables/cube-rule.ts'
import { KeyTable } from './tables/key-table.ts'
import {
  type CellTable,
  type CubeDimension,
  joinCells,
  type MarginalTable,
  marginKeys,
  type RoundedBlock,
  takeCells,
} from './tables/shape.ts'

/** Whether the numbers of a table are sums of those of the other cube. */
export function isGiven(family: MarginalTable, control: ControlRule | undefined): boolean {
  return control?.isOfOther === true && family.every((level, index) => level >= (control.parts[index] ?? 0))
}

/** What the other cube publishes, by margin of {@link ControlRule.totals}; what is missing is 0. */
export type ControlTotals = ReadonlyMap<number, number>

interface Controlled {
  readonly dimensions: readonly CubeDimension[]
  readonly control?: ControlRule | undefined
}

/** Cells with what each of them aims at: what it counts, or its share of the number that its sum has to be. */
export interface AimedCells {
  readonly cells: CellTable
  readonly aims: Float64Array
}

/**
 * What cells aim at: counts, scaled to the numbers that their sums have to be (raking to known totals). Where nobody is and the other cube publishes
 * somebody, cells are added that say what is usual.
 */
export function aimsOf(block: CellTable, population: CellTable, rule: Controlled, totals?: ControlTotals): AimedCells {
  const { dimensions, control } = rule
  if (control === undefined || totals === undefined) return { cells: block, aims: Float64Array.from(block.counts) }
  const missing = missingTotals(block, dimensions, control, totals)
  const own = withoutEmptyCells(block, dimensions, control, missing)
  const added = typicalCells(missing, population, dimensions, control)
  const cells = joinCells(own, { codes: added.codes, counts: new Int32Array(added.counts.length) })
  const weights = [...own.counts, ...added.counts]
  const table = new KeyTable(weights.length)
  const sums: number[] = []
  const parts = marginKeys(control.parts, dimensions, cells).map((key) => table.add(key))
  for (const [cell, part] of parts.entries()) sums[part] = (sums[part] ?? 0) + (weights[cell] as number)
  const aims = marginKeys(control.totals, dimensions, cells).map((key, cell) => {
    const sum = sums[parts[cell] as number] as number
    return sum === 0 ? 0 : ((totals.get(key) ?? 0) * (weights[cell] as number)) / sum
  })
  return { cells, aims }
}

/** How far the sum of each part is from the number that it has to be, by margin of {@link ControlRule.parts}. */
export function controlErrors(
  cells: CellTable,
  values: Int32Array,
  dimensions: readonly CubeDimension[],
  control: ControlRule,
  totals: ControlTotals,
): ReadonlyMap<number, number> {
  const errors = new Map<number, number>()
  const inTotal = marginKeys(control.totals, dimensions, cells)
  for (const [cell, part] of marginKeys(control.parts, dimensions, cells).entries()) {
    const start = errors.get(part) ?? -(totals.get(inTotal[cell] as number) ?? 0)
    errors.set(part, start + (values[cell] as number))
  }
  return errors
}

/** Whether the published sums of a block are as near to the numbers of the other cube as multiples of the base are. */
export function agreesWith(
  totals: ControlTotals | undefined,
  { cells, published }: RoundedBlock,
  { dimensions, control, base }: Pick<CubeRule, 'dimensions' | 'control' | 'base'>,
): boolean {
  if (control === undefined || totals === undefined) return true
  const errors = controlErrors(cells, published, dimensions, control, totals)
  return [...errors.values()].every((error) => Math.abs(error) <= base / 2)
}

/** The margins in which nobody is and the number says that somebody is. */
function missingTotals(
  block: CellTable,
  dimensions: readonly CubeDimension[],
  { totals: family }: ControlRule,
  totals: ControlTotals,
): ReadonlySet<number> {
  const there = new Set(marginKeys(family, dimensions, block).filter((_, cell) => (block.counts[cell] as number) > 0))
  return new Set([...totals].flatMap(([key, total]) => (total > 0 && !there.has(key) ? [key] : [])))
}

/** Empty cells of a revised block give way where usual ones are added: each cell stands once. */
function withoutEmptyCells(
  block: CellTable,
  dimensions: readonly CubeDimension[],
  { totals: family }: ControlRule,
  missing: ReadonlySet<number>,
): CellTable {
  const keys = marginKeys(family, dimensions, block)
  return takeCells(
    block,
    Int32Array.from(keys.keys()).filter((cell) => !missing.has(keys[cell] as number)),
  )
}

/** For each missing number, what units alike say, and how many of them. */
function typicalCells(
  missing: ReadonlySet<number>,
  population: CellTable,
  dimensions: readonly CubeDimension[],
  { totals: family, alike }: ControlRule,
): CellTable {
  const found = new Map<string, { codes: readonly number[]; units: number }>()
  for (const key of missing) {
    const place = codesOf(key, family, dimensions)
    for (const donor of donorsFor(place, alike, population, dimensions)) {
      const codes = place.map((code, index) => code ?? (population.codes[index]?.[donor] as number))
      const units = (found.get(codes.join())?.units ?? 0) + (population.counts[donor] as number)
      found.set(codes.join(), { codes, units })
    }
  }
  const all = [...found.values()]
  return {
    codes: dimensions.map((_, index) => Int32Array.from(all, ({ codes }) => codes[index] as number)),
    counts: Int32Array.from(all, ({ units }) => units),
  }
}

/** Cells with units that have the same codes in some dimensions. */
function donorsFor(
  codes: readonly (number | undefined)[],
  alike: MarginalTable,
  { codes: columns, counts }: CellTable,
  dimensions: readonly CubeDimension[],
): readonly number[] {
  const compared = dimensions.flatMap((_, index) => (alike[index] === 0 ? [index] : []))
  return [...counts.keys()].filter(
    (cell) => (counts[cell] as number) > 0 && compared.every((index) => columns[index]?.[cell] === codes[index]),
  )
}

/** The codes that the key of a margin stands for, by dimension; `undefined` where a dimension is left out. */
function codesOf(
  key: number,
  family: MarginalTable,
  dimensions: readonly CubeDimension[],
): readonly (number | undefined)[] {
  const codes: (number | undefined)[] = []
  let rest = key
  for (const [index, { levels }] of [...dimensions.entries()].reverse()) {
    const { size } = levels[family[index] ?? 0] ?? { size: 1 }
    codes[index] = size === 1 ? undefined : rest % size
    rest = Math.floor(rest / size)
  }
  return codes
}
