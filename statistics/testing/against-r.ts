import { seededRandom } from '../numeric/random.ts'
import { type Case, Drawer } from './draw-cases.ts'
import type { Rival, Rivals } from './rival.ts'
import { counts } from './rivals-of-counts.ts'
import { distributions } from './rivals-of-distributions.ts'
import { groups } from './rivals-of-groups.ts'
import { regressions } from './rivals-of-regressions.ts'
import { series } from './rivals-of-series.ts'

/** All methods that R has, or that a few lines of R compute. */
export const rivals: Rivals = { ...distributions, ...counts, ...groups, ...regressions, ...series }

/** Cases of a method, every other one extreme; the same for the same seed. */
export function casesOf(name: string, count: number, seed: number): readonly Case[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, at) => (rivals[name] as Rival).draw(new Drawer(random, at % 2 === 1)))
}

export const usualTolerance = 1e-7
const usualUnit = 1e-6

/** The largest deviation of two answers, relative to R's number; a number that one side lacks is one without bound. */
export function deviationOf(name: string, input: Case, answer: readonly number[]): number {
  const { ours, unit = usualUnit } = rivals[name] as Rival
  const found = ours(input, answer)
  if (found.length !== answer.length) return Number.POSITIVE_INFINITY
  return found.reduce((max, value, at) => {
    const expected = answer[at] as number
    if (Number.isNaN(value) && Number.isNaN(expected)) return max
    if (!(Number.isFinite(value) && Number.isFinite(expected))) return Number.POSITIVE_INFINITY
    return Math.max(max, Math.abs(value - expected) / Math.max(unit, Math.abs(expected)))
  }, 0)
}
