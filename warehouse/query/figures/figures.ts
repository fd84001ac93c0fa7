import {
  addProtectionVariance,
  conditionalRateRatio,
  garwoodInterval,
  type Interval,
  newcombeDifference,
  oddsOfShare,
  protectionOfShare,
  type Share,
} from '#statistics'
import type { Measure } from '../../catalog/dataset.ts'
import type { MeasureExpression } from '../../catalog/measures.ts'
import type { Denominator } from './denominator.ts'
import type { MeasureContext, MedianFigure, RowValues } from './figure-conditions.ts'
import { shareFigure, shareOf } from './share-figure.ts'

/** A row and the row that it is compared with; `null` where there is none, or where it would mislead. */
export interface RowPair {
  readonly row: RowValues
  readonly before: RowValues | null
  /** What a rate of them is over, where there are rates. */
  over?(rate: string): { readonly now: Denominator | null; readonly before: Denominator | null }
}

/** Figures of one measure for one row. */
export interface MeasureValues {
  readonly value: number | null
  /** Odds may have no upper bound. */
  readonly interval: { readonly lower: number; readonly upper: number | null } | null
  /** What it is a share, a median or a rate of. */
  readonly base: number | null
  readonly before: number | null
  readonly change: number | null
  readonly changeInterval: Interval | null
  /** Of a median of counts in bands: where it lies. */
  readonly band: Interval | null
}

const nothing: MeasureValues = {
  value: null,
  interval: null,
  base: null,
  before: null,
  change: null,
  changeInterval: null,
  band: null,
}

const rangeOfCount = { lower: 0, upper: Infinity }
const rangeOfGrowth = { lower: -1, upper: Infinity }

/** A measure of a row, with its interval and its change. */
export function figuresOf(measure: Measure, pair: RowPair, conditions: MeasureContext): MeasureValues {
  const { row, before } = pair
  const { form } = measure
  if ('count' in form) return countFigures(row(form.count) ?? 0, before && (before(form.count) ?? 0), conditions)
  if ('share' in form || 'odds' in form) return shareFigures(form, row, before, conditions)
  if ('median' in form) return medianFigures(measure, form, pair, conditions)
  return rateFigures(measure.name, form, pair, conditions)
}

function countFigures(
  count: number,
  before: number | null,
  { level, noise, noiseOfChange, isExact, intervalOfCount = garwoodInterval }: MeasureContext,
): MeasureValues & { readonly interval: Interval | null } {
  const isKnown = count > 0 || isExact
  const change = isKnown ? growth(before, count) : null
  const base = { ...nothing, value: count, interval: null, before, change }
  if (level === undefined) return base
  const noiseOfGrowth = before ? (noiseOfChange / before) * Math.hypot(1, count / before) : 0
  const grown = before === null || !isKnown ? null : conditionalRateRatio(before, count, level)
  return {
    ...base,
    interval: addProtectionVariance(intervalOfCount(count, level), count, noise, level, rangeOfCount),
    changeInterval: grown && addProtectionVariance(grown.interval, grown.growth, noiseOfGrowth, level, rangeOfGrowth),
  }
}

function shareFigures(
  form: Extract<MeasureExpression, { share: string } | { odds: string }>,
  row: RowValues,
  before: RowValues | null,
  conditions: MeasureContext,
): MeasureValues {
  const { level } = conditions
  const events = 'share' in form ? form.share : form.odds
  const now = shareFigure(row, events, form.of, conditions)
  const then = before && shareOf(before, events, form.of, conditions)
  const base = { ...nothing, base: now.total }
  if (now.value === null) return base
  if ('odds' in form) {
    const odds = (value: number | null | undefined) => (value == null || value === 1 ? null : value / (1 - value))
    const bounds = level === undefined || !now.interval ? null : oddsOfShare(now, level)
    const [value, earlier] = [odds(now.value), odds(then?.value)]
    const lower = odds(now.interval?.lower)
    const carried = bounds === null || lower === null ? null : { lower, upper: odds(now.interval?.upper) }
    return {
      ...base,
      value,
      interval: carried,
      before: earlier,
      change: value === 0 && !conditions.isExact ? null : growth(earlier, value),
    }
  }
  const change = difference(then?.value ?? null, now.value)
  const found = then?.value == null || level === undefined ? null : newcombeDifference(then, now, level)
  const moved = (share: Share) => (share.total === 0 ? 0 : protectionOfShare(share, conditions.noiseOfChange))
  const sd = then === null ? 0 : Math.hypot(moved(now), moved(then))
  return {
    ...base,
    value: now.value,
    interval: now.interval,
    before: then?.value ?? null,
    change,
    changeInterval:
      found && level !== undefined
        ? addProtectionVariance(found.interval, found.difference, sd, level, { lower: -1, upper: 1 })
        : null,
  }
}

function medianFigures(
  { name }: Measure,
  form: Extract<MeasureExpression, { median: string }>,
  { row, before }: RowPair,
  { medianOf, minBase }: MeasureContext,
): MeasureValues {
  const base = row(form.of)
  if ((base ?? 0) < minBase) return { ...nothing, base }
  const now = medianOf(name, form, row)
  const then = before === null || (before(form.of) ?? 0) < minBase ? null : medianOf(name, form, before)
  return {
    ...nothing,
    ...now,
    base,
    before: then?.value ?? null,
    ...(then === null ? {} : changeOfMedian(then, now)),
  }
}

/**
 * Of single values, an interval by the method of variance estimates recovery (Zou and Donner 2008). How values are spread
 * inside bands may differ between the two, so there the interval goes from one end to the other, and without one nothing is told:
 * a median that moves inside its band has moved by our assumption only.
 */
function changeOfMedian(before: MedianFigure, now: MedianFigure): Pick<MeasureValues, 'change' | 'changeInterval'> {
  const change = difference(before.value, now.value)
  if (change === null || now.interval === null || before.interval === null)
    return { change: now.band === null ? change : null, changeInterval: null }
  if (now.band !== null) return { change, changeInterval: apart(now.interval, before.interval) }
  const [below, above] = [
    Math.hypot((now.value ?? 0) - now.interval.lower, before.interval.upper - (before.value ?? 0)),
    Math.hypot(now.interval.upper - (now.value ?? 0), (before.value ?? 0) - before.interval.lower),
  ]
  return { change, changeInterval: { lower: change - below, upper: change + above } }
}

/** The least and the greatest difference of two values that lie in intervals. */
function apart(now: Interval, before: Interval): Interval {
  return { lower: now.lower - before.upper, upper: now.upper - before.lower }
}

/** What a rate is over is known: its interval is that of the count, and that of its growth too. */
function rateFigures(
  name: string,
  form: Extract<MeasureExpression, { rate: string }>,
  { row, before, over }: RowPair,
  conditions: MeasureContext,
): MeasureValues {
  const denominators = over?.(name)
  const [now, earlier] = [exposureIn(denominators?.now), exposureIn(denominators?.before)]
  const counts = countFigures(row(form.rate) ?? 0, before && (before(form.rate) ?? 0), conditions)
  const per = (count: number | null, exposure: number) =>
    count === null || exposure === 0 ? null : (count / exposure) * form.per
  const [value, then] = [per(counts.value, now), per(counts.before, earlier)]
  const change = counts.change === null ? null : growth(then, value)
  return {
    ...nothing,
    base: denominators?.now?.mean ?? null,
    value,
    interval: counts.interval && now > 0 ? scaled(counts.interval, form.per / now) : null,
    before: then,
    change,
    changeInterval: counts.changeInterval && change !== null ? grownBy(counts.changeInterval, earlier / now) : null,
  }
}

function exposureIn(denominator: Denominator | null | undefined): number {
  return denominator ? (denominator.mean ?? 0) * denominator.years : 0
}

function scaled({ lower, upper }: Interval, factor: number): Interval {
  return { lower: lower * factor, upper: upper * factor }
}

/** The growth of a quotient whose divisor has changed by a known factor. */
function grownBy({ lower, upper }: Interval, factor: number): Interval {
  return { lower: (1 + lower) * factor - 1, upper: (1 + upper) * factor - 1 }
}

function growth(before: number | null, after: number | null): number | null {
  return before === null || before === 0 || after === null ? null : after / before - 1
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before
}
