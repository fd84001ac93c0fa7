import { Refusal } from '#foundation'
import {
  type AccuracyTarget,
  type AccuracyTargets,
  tableOfPromises,
  type Widths,
  widened,
  widthsNeeded,
} from '../../disclosure/rounding/index.ts'
import type { BrokenPromise } from '../store/manifest.ts'
import { adviceOn, type CoarserDeclaration } from './coarser-cells.ts'
import type { ProtectedCube } from './protected-cube.ts'

/** Accuracy promises never become wider than so many times what is declared. Promises on claims never become wider. */
const maxWidth = 1.5

/** What a cube does not keep of what was promised, and by how much. */
export function brokenPromises(about: ProtectedCube): readonly BrokenPromise[] {
  const { protection, coarseningStep, promises, claims, mayGoOn } = about
  const { name } = protection.cube
  const accuracy = promises
    .filter(({ kept }) => !kept)
    .flatMap((promise): BrokenPromise[] => {
      const { scope, greatest, promisedGreatest, mean, promisedMean, worstFamily } = promise
      const common = { cube: name, coarseningStep, promise: scope }
      const parts = [
        { ...common, of: 'greatest', measured: greatest, promised: promisedGreatest },
        { ...common, of: 'mean', measured: roundedUp(mean), promised: promisedMean, table: worstFamily },
      ].map((part) => ({ ...part, width: roundedUp(part.measured / part.promised) }))
      return parts.filter(({ measured, promised }) => measured > promised)
    })
  const claimed = claims
    .filter(({ kept }) => !kept && !mayGoOn)
    .map(({ answer, right, claimed: all, limit, strata: [worst] }) => ({
      cube: name,
      coarseningStep,
      promise: 'claims' as const,
      of: answer,
      measured: Math.round((worst === undefined ? right / all : worst.right / worst.claims) * 100) / 100,
      promised: Math.round((worst?.limit ?? limit) * 100) / 100,
      width: null,
    }))
  return [...accuracy, ...claimed]
}

/**
 * The same cube with promises that are as much wider as it needs, where a named person accepts that. What is kept of them stays
 * as narrow as declared.
 *
 * @param declared - the promises of the jurisdiction
 * @returns `undefined` where claims are not kept, or a promise would be more than 1.5 times as wide
 */
export function withWiderPromises(
  cube: ProtectedCube,
  declared: AccuracyTargets,
  acceptedBy: string,
): ProtectedCube | undefined {
  if (!cube.mayGoOn) return undefined
  const needed = tableOfPromises(cube.errors, declared).filter((promise) => !promise.kept)
  const widths: Widths = Object.fromEntries(needed.map((one) => [one.scope, allRoundedUp(widthsNeeded(one))]))
  if (maxWidthOf(widths) > maxWidth) return undefined
  return { ...cube, promises: tableOfPromises(cube.errors, widened(declared, widths)), wider: { acceptedBy, widths } }
}

const noWay = `Nobody can accept this: a promise on claims is not kept, or one on accuracy is more than ${maxWidth} times as wide. Make the cube coarser, or change what is promised, in disclosure.yaml of the jurisdiction.`

/** What can be done instead of publishing. */
export interface WaysForward {
  /** Generations of which a revision could be made. */
  readonly waiting: readonly string[]
  /** At a first release: coarser cells that keep the promises, as far as some were found. */
  readonly coarser?: readonly CoarserDeclaration[] | undefined
}

/** Says which promises failed, by how much, and what can be done. */
export function missedPromises(
  name: string,
  broken: readonly BrokenPromise[],
  { waiting, coarser }: WaysForward,
): Refusal {
  const said = broken.map(({ coarseningStep, promise, of, measured, promised, width }) => {
    const where = coarseningStep === 0 ? '' : ` (coarser by ${coarseningStep})`
    return `${promise}${where}, ${of}: ${measured} instead of ${promised}${width === null ? '' : `, ${width} times as wide`}`
  })
  const tooWide = broken.filter(({ width }) => width === null || width > maxWidth)
  const canWiden = broken.some((one) => tooWide.every(({ coarseningStep }) => coarseningStep !== one.coarseningStep))
  const ways = [
    ...(coarser ?? []).map((one) => `${adviceOn(one)}: these cells keep the promises`),
    ...(canWiden ? ['let a named person accept wider promises: --accept-wider NAME'] : []),
    ...waiting.map((id) => `let later deliveries wait for the next batch: --generation ${id}`),
  ]
  const tried = coarser?.length === 0 ? ' No coarser cells that were tried keep them.' : ''
  const advice = ways.length === 0 ? noWay : `Either ${ways.join(', or ')}.`
  const message = `The cube ${name} does not keep its promises. Nothing was published. ${said.join('; ')}. ${advice}${tried}`
  const found = coarser === undefined ? {} : { coarser: coarser.map(({ changes }) => changes) }
  return new Refusal('PROMISES_NOT_KEPT', message, { parameter: name, measured: broken, ...found })
}

/** How many times as wide as declared the widest part of the promises is; 1 where none is wider. */
export function maxWidthOf(widths: Widths): number {
  return Math.max(1, ...Object.values(widths).flatMap((parts) => Object.values(parts)))
}

function allRoundedUp(parts: Partial<AccuracyTarget>): Partial<AccuracyTarget> {
  return Object.fromEntries(Object.entries(parts).map(([part, width]) => [part, roundedUp(width)]))
}

/** Hundredths, never less than the figure. */
function roundedUp(value: number): number {
  return Math.ceil(value * 100 - 1e-9) / 100
}
