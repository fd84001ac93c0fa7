import { Refusal } from '#foundation'
import type { CubeDisclosure, Disclosure } from '#jurisdictions'
import type { Cube } from '../catalog/cube.ts'
import type { Dimension } from '../catalog/dimensions.ts'
import { type Grain, grains, monthsIn } from '../catalog/periods.ts'
import { roundingBase } from './cell-key/promised-limits.ts'
import {
  type ClaimPromise,
  type ClaimRule,
  type CubeDimension,
  familiesOf,
  familyNamed,
  type HierarchyLevel,
  type MarginalTable,
  type ProtectionRule,
} from './rounding/index.ts'

/** The periods of a cube that are protected, numbered since year 0; whole years, so that coarser periods are whole too. */
export interface Periods {
  readonly first: number
  readonly count: number
}

/** How one cube is protected at one grain. */
export interface CubeProtection {
  readonly cube: Cube
  /** The finest cells: dimensions, time first. */
  readonly cells: readonly string[]
  readonly time: Grain
  readonly block: Grain
  readonly periods: Periods
  readonly rule: ProtectionRule
}

/**
 * The rule by which a cube is protected at a rung of its ladder.
 *
 * @param coarseningStep - 0 for the finest cells that the jurisdiction declares; each rung applies one more coarsening
 * @returns `undefined` when the ladder has no such rung
 * @throws {@link Refusal} `JURISDICTION_INVALID` when the declaration names what the cube lacks
 */
export function protectionOf(
  cube: Cube,
  disclosure: Disclosure,
  coarseningStep: number,
  span: { readonly firstYear: number; readonly lastYear: number },
): CubeProtection | undefined {
  const declared = disclosure.cubes[cube.name]
  if (declared?.decoys === undefined || coarseningStep > declared.coarsening_steps.length) return undefined
  const replaced = Object.assign({}, ...declared.coarsening_steps.slice(0, coarseningStep)) as Record<string, string>
  const cells = declared.dimensions.map((name) => replaced[name] ?? name)
  const time = timeOf(cells, cube)
  const block = coarserOf(time, declared.block ?? time)
  const periods = periodsOf(time, span)
  const dimensions = [timeDimension(time, periods), ...cells.slice(1).map((name) => codeDimension(name, cube))]
  const rule = ruleOf({ cube, declared, decoys: declared.decoys, replaced, dimensions, block }, disclosure)
  return { cube, cells, time, block, periods, rule }
}

interface Ruled {
  readonly cube: Cube
  readonly declared: CubeDisclosure
  readonly decoys: NonNullable<CubeDisclosure['decoys']>
  /** The coarser dimension for each that is not published. */
  readonly replaced: Readonly<Record<string, string>>
  readonly dimensions: readonly CubeDimension[]
  readonly block: Grain
}

function ruleOf(
  { cube, declared, decoys, replaced, dimensions, block }: Ruled,
  disclosure: Disclosure,
): ProtectionRule {
  const published = (name: string) => replaced[name] ?? name
  const named = (levels: readonly string[]) => familyNamed(levels.map(published), dimensions)
  const known = new Set(dimensions.flatMap(({ levels }) => levels.map(({ name }) => name)))
  const promised = declared.promised.filter((levels) => levels.every((name) => known.has(name)))
  return {
    base: roundingBase,
    dimensions,
    blockLevel: dimensions[0]?.levels.findIndex(({ name }) => name === block) ?? 0,
    families: familiesOf(dimensions).filter((family) => !addsCopies(family, dimensions, declared)),
    promisedFamilies: promised.map(named),
    control: controlOf(declared, named),
    decoys: {
      perCell: disclosure.decoys,
      varied: decoys.swap,
      alike: decoys.match_on.map(published),
      ...contrastOf(declared, cube),
    },
    claims: claimsOf(declared, cube, replaced),
    schedule: disclosure.sweeps,
    controlledFrom: disclosure.min_mean_cell_for_control,
    attempts: disclosure.attempts,
    searchUpTo: (disclosure.search_up_to * monthsIn[block]) / 12,
    promises: disclosure.promises,
  }
}

/** Whether a table adds up parts that count everybody once each: nobody can ask for it. */
function addsCopies(
  family: MarginalTable,
  dimensions: readonly CubeDimension[],
  { non_additive_dimensions: nonAdditive }: CubeDisclosure,
): boolean {
  return dimensions.some(({ name, levels }, index) => nonAdditive.includes(name) && family[index] === levels.length - 1)
}

/** Which sums of a cube have to be the numbers of another one. */
function controlOf(
  { control, non_additive_dimensions: nonAdditive, decoys }: CubeDisclosure,
  named: (levels: readonly string[]) => MarginalTable,
) {
  if (control === undefined) return undefined
  const alike = (decoys?.match_on ?? []).filter((name) => control.by.includes(name))
  return {
    isOfOther: control.to !== undefined,
    totals: named(control.by),
    parts: named([...control.by, ...nonAdditive]),
    alike: named(alike),
  }
}

function timeOf(cells: readonly string[], cube: Cube): Grain {
  const { name, rows } = cube
  const time = grains.find((grain) => grain === cells[0])
  const unknown = cells.slice(1).find((cell) => !rows.some((row) => isWithin(row, cell, cube)))
  if (time !== undefined && unknown === undefined) return time
  const message = `cubes.${name}.cells: ${time === undefined ? 'time has to come first' : `the cube has no "${unknown}"`}`
  throw new Refusal('JURISDICTION_INVALID', message, { file: 'disclosure.yaml', allowed: rows })
}

/** Whether a dimension is another one or lies below it. */
function isWithin(name: string, other: string, cube: Cube): boolean {
  if (name === other) return true
  const above = cube.dimensions.get(name)?.above
  return above !== undefined && isWithin(above, other, cube)
}

function coarserOf(time: Grain, block: Grain): Grain {
  return grains.indexOf(block) > grains.indexOf(time) ? time : block
}

/** Whole years of periods. */
function periodsOf(time: Grain, { firstYear, lastYear }: { firstYear: number; lastYear: number }): Periods {
  const perYear = 12 / monthsIn[time]
  return { first: firstYear * perYear, count: (lastYear - firstYear + 1) * perYear }
}

function timeDimension(time: Grain, { count }: Periods): CubeDimension {
  const coarser = grains.slice(0, grains.indexOf(time) + 1).reverse()
  const levels = coarser.map((grain): HierarchyLevel => {
    const size = monthsIn[grain] / monthsIn[time]
    return {
      name: grain,
      size: Math.ceil(count / size),
      of: Int32Array.from({ length: count }, (_, index) => index / size),
    }
  })
  return { name: time, levels: [...levels, everything(count)] }
}

function codeDimension(name: string, cube: Cube): CubeDimension {
  const dimension = dimensionNamed(name, cube)
  const levels: HierarchyLevel[] = [{ name, size: dimension.codes.length, of: Int32Array.from(dimension.codes.keys()) }]
  for (let below = dimension; below.above !== undefined; ) {
    const above = dimensionNamed(below.above, cube)
    const parents = below.codes.map(({ parent }) => above.codes.findIndex(({ code }) => code === parent))
    const { of } = levels.at(-1) as HierarchyLevel
    levels.push({ name: above.name, size: above.codes.length, of: of.map((code) => parents[code] ?? 0) })
    below = above
  }
  return { name, levels: [...levels, everything(dimension.codes.length)] }
}

function everything(size: number): HierarchyLevel {
  return { name: 'all', size: 1, of: new Int32Array(size) }
}

function dimensionNamed(name: string, { dimensions }: Cube): Dimension {
  const dimension = dimensions.get(name)
  if (dimension !== undefined) return dimension
  throw new Refusal('JURISDICTION_INVALID', `there is no dimension "${name}"`, { file: 'disclosure.yaml' })
}

/** The codes of a dimension that stand for one of the codes of a coarser one, by their place. */
function codesWithin(finest: string, level: string, codes: readonly string[], cube: Cube): readonly number[] {
  const dimension = dimensionNamed(finest, cube)
  return dimension.codes.flatMap(({ code, parent = '' }, place) =>
    codes.includes(finest === level ? code : parent) ? [place] : [],
  )
}

function contrastOf({ decoys, dimensions: cells }: CubeDisclosure, cube: Cube) {
  const [contrast] = Object.entries(decoys?.sensitive ?? {})
  if (contrast === undefined) return {}
  const [level, codes] = contrast
  const dimension = finestOf(level, cells, cube)
  return { contrast: { dimension, codes: codesWithin(dimension, level, codes, cube) } }
}

/** The dimension of the cells that a level belongs to. */
function finestOf(level: string, cells: readonly string[], cube: Cube): string {
  return cells.find((cell) => cell === level || cube.dimensions.get(cell)?.above === level) ?? level
}

/** What is declared, or else: everything is known but what decoys swap, and that is claimed. */
function claimsOf(
  { inference_risk: declared, dimensions: cells, decoys }: CubeDisclosure,
  cube: Cube,
  replaced: Readonly<Record<string, string>>,
): ClaimRule {
  const varied = decoys?.swap ?? []
  const contrast = Object.entries(decoys?.sensitive ?? {}).map(([level, codes]) => target([level], codes))
  const known = declared?.quasi_identifiers ?? cells.filter((name) => !varied.includes(name))
  return {
    known: known.map((name) => replaced[name] ?? name),
    answers: (declared?.targets ?? [target(varied), ...contrast]).map(({ dimensions: levels, positive }) => {
      const dimensions = levels.map((level) => finestOf(level, cells, cube))
      const [finest = '', level = ''] = [dimensions[0], levels[0]]
      const sides = positive === undefined ? {} : { yes: codesWithin(finest, level, positive, cube) }
      return { name: levels.join(' and '), dimensions, ...sides }
    }),
  }
}

function target(dimensions: readonly string[], positive?: readonly string[]) {
  return { dimensions, positive }
}

/** What a jurisdiction promises of claims, in all cubes. */
export function claimPromiseOf({ inference_risk: limits }: Disclosure): ClaimPromise {
  const { max_share: atMost, max_over_guessing: overGuessing, max_gain: gain, min_claims: from } = limits
  return { atMost, overGuessing, gain, from }
}
