import { isGiven } from './control.ts'
import {
  type AccuracyTarget,
  type AccuracyTargets,
  type CubeRule,
  type PromiseScope,
  scopes,
} from './tables/cube-rule.ts'
import { MarginNumbers, marginSums } from './tables/margin-numbers.ts'
import {
  errorsOf,
  familyName,
  joinBlocks,
  type MarginalTable,
  type RoundedBlock,
  withoutEmpty,
} from './tables/shape.ts'

const minCells = 20

/** How far the published margins of one family are from the true ones. */
export interface FamilyError {
  readonly scope: PromiseScope
  readonly name: string
  /** Margins in which something is true or published. */
  readonly margins: number
  readonly mean: number
  readonly greatest: number
  /** Sum of the squares of the errors. */
  readonly squares: number
  /** Its numbers are those of another cube, which promises them. */
  readonly isGiven?: boolean
}

type Measured = Pick<CubeRule, 'dimensions' | 'families' | 'promisedFamilies' | 'blockLevel' | 'control'>

/** Measures every family over all blocks, not only those that the search minds. */
export function measureErrors(blocks: readonly RoundedBlock[], rule: Measured): readonly FamilyError[] {
  const { dimensions, families, promisedFamilies } = rule
  const all = withoutEmpty(joinBlocks(blocks))
  const [numbers, errors] = [new MarginNumbers(dimensions, all.cells), errorsOf(all)]
  const isPromised = new Set(promisedFamilies.map((family) => family.join()))
  return families.map((family) => ({
    scope: isPromised.has(family.join()) ? 'promised' : scopeOf(family, rule),
    name: familyName(family, dimensions),
    ...sizesOf(marginSums(numbers.of(family), errors)),
    isGiven: isGiven(family, rule.control),
  }))
}

function sizesOf(errors: Int32Array): Pick<FamilyError, 'margins' | 'mean' | 'greatest' | 'squares'> {
  let [sum, largest, squares] = [0, 0, 0]
  for (const error of errors) {
    const size = Math.abs(error)
    sum += size
    if (size > largest) largest = size
    squares += size * size
  }
  return { margins: errors.length, mean: sum / Math.max(1, errors.length), greatest: largest, squares }
}

export function scopeOf(
  [time = 0]: MarginalTable,
  { dimensions, blockLevel }: Pick<Measured, 'dimensions' | 'blockLevel'>,
): PromiseScope {
  const last = (dimensions[0]?.levels.length ?? 1) - 1
  return time === last ? 'across' : time === blockLevel ? 'block' : 'year'
}

export function arePromisesMet(errors: readonly FamilyError[], promises: AccuracyTargets): boolean {
  return errors.every(({ scope, greatest, mean, margins, isGiven: given }) => {
    const bound = promises[scope]
    if (given) return true
    return greatest <= bound.greatest && (margins < minCells || mean <= bound.mean)
  })
}

/**
 * Whether no margin inside one block is off by more than is promised, also in tables that the search does not mind. Means are
 * promised over all blocks, and margins across blocks are made good by later ones.
 */
export function meetsMaxError(block: RoundedBlock, rule: CubeRule): boolean {
  const inside = rule.families.filter(([time = 0]) => time <= rule.blockLevel)
  const errors = measureErrors([block], { ...rule, families: inside })
  return errors.every(({ scope, greatest, isGiven: given }) => given || greatest <= rule.promises[scope].greatest)
}

/** One line of the table of promises of a cube. */
export interface PromiseMeasure extends AccuracyTarget {
  readonly scope: PromiseScope
  readonly families: number
  readonly margins: number
  readonly promisedGreatest: number
  /** Of the family that is worst on average, among those of at least {@link minCells} margins. */
  readonly worstFamily: string | null
  readonly promisedMean: number
  readonly kept: boolean
}

/** The table of promises: what was promised and what was measured. */
export function tableOfPromises(errors: readonly FamilyError[], promises: AccuracyTargets): readonly PromiseMeasure[] {
  return scopes.flatMap((scope): PromiseMeasure[] => {
    const members = errors.filter((error) => error.scope === scope && !error.isGiven)
    return members.length === 0 ? [] : [measuredPromise(scope, members, promises)]
  })
}

function measuredPromise(
  scope: PromiseScope,
  members: readonly FamilyError[],
  promises: AccuracyTargets,
): PromiseMeasure {
  const large = members.filter(({ margins }) => margins >= minCells).sort((one, other) => other.mean - one.mean)
  return {
    scope,
    families: members.length,
    margins: members.reduce((sum, { margins }) => sum + margins, 0),
    greatest: members.reduce((largest, { greatest }) => Math.max(largest, greatest), 0),
    promisedGreatest: promises[scope].greatest,
    mean: large[0]?.mean ?? 0,
    worstFamily: large[0]?.name ?? null,
    promisedMean: promises[scope].mean,
    kept: arePromisesMet(members, promises),
  }
}

/** How many times as wide as declared the parts of a promise are: a part that is kept stays as it is. */
export type Widths = Partial<Readonly<Record<PromiseScope, Partial<AccuracyTarget>>>>

/** How many times wider each part of a promise has to be to hold what was measured; without the parts that are kept. */
export function widthsNeeded({
  greatest,
  promisedGreatest,
  mean,
  promisedMean,
}: PromiseMeasure): Partial<AccuracyTarget> {
  return {
    ...(greatest > promisedGreatest ? { greatest: greatest / promisedGreatest } : {}),
    ...(mean > promisedMean ? { mean: mean / promisedMean } : {}),
  }
}

/** The same promises, some parts of them so many times as wide. */
export function widened(promises: AccuracyTargets, widths: Widths): AccuracyTargets {
  const times = (scope: PromiseScope): AccuracyTarget => {
    const { greatest, mean } = promises[scope]
    const width = { greatest: 1, mean: 1, ...widths[scope] }
    return { greatest: written(greatest * width.greatest), mean: written(mean * width.mean) }
  }
  return { promised: times('promised'), block: times('block'), year: times('year'), across: times('across') }
}

/** Without the last digits of a product of decimals, and never less than it. */
function written(product: number): number {
  return Math.ceil(product * 1e4 - 1e-6) / 1e4
}
