import {
  countInterval,
  differenceOfShares,
  growthOfCounts,
  type Interval,
  oddsOfShare,
  shareInterval,
} from '#statistics'
import { type CountName, type Form, measureForms } from '../catalog/measures.ts'
import { numberColumn, type TypedColumn } from '../columns/typed-column.ts'
import type { Plan } from './plan.ts'

/** The counts and medians of one row of the engine's answer, by the name of their column. */
export type RowValues = (name: string) => number | null

/** A row and the row that it is compared with; `null` where there is none, or where it would mislead. */
export interface Pair {
  readonly row: RowValues
  readonly before: RowValues | null
}

/** Figures of one measure for one row, in the order of {@link measureColumns}. */
interface Figures {
  readonly value: number | null
  readonly interval: Interval | null
  readonly before: number | null
  readonly change: number | null
  readonly changeInterval: Interval | null
}

/**
 * The columns of all measures: the value, its interval, the number of persons that it is a share or median of, and the
 * change against the compared period: growth (0.22 = +22 %) for counts and ratios, the difference for shares and medians.
 */
export function measureColumns(pairs: readonly Pair[], plan: Plan): readonly TypedColumn[] {
  return plan.measures.flatMap(({ name }) => {
    const form: Form = measureForms[name]
    const figures = pairs.map((pair) => figuresOf(name, form, pair, plan.question.interval))
    const column = (suffix: string, read: (figure: Figures) => number | null) =>
      numberColumn(`${name}${suffix}`, figures.map(read))
    const bounds = (suffix: string, read: (figure: Figures) => Interval | null) => [
      column(`${suffix}_lower`, (figure) => read(figure)?.lower ?? null),
      column(`${suffix}_upper`, (figure) => read(figure)?.upper ?? null),
    ]
    const withInterval = plan.question.interval !== undefined
    const compared = plan.compared !== undefined
    return [
      column('', ({ value }) => value),
      ...(withInterval ? bounds('', ({ interval }) => interval) : []),
      ...(form.form === 'count'
        ? []
        : [
            numberColumn(
              `${name}_n`,
              pairs.map(({ row }) => row(baseOf(form))),
            ),
          ]),
      ...(compared ? [column('_before', ({ before }) => before), column('_change', ({ change }) => change)] : []),
      ...(compared && withInterval ? bounds('_change', ({ changeInterval }) => changeInterval) : []),
    ]
  })
}

function baseOf(form: Exclude<Form, { form: 'count' }>): CountName {
  return form.form === 'median' ? form.count : form.total
}

type Level = number | undefined

function figuresOf(name: string, form: Form, { row, before }: Pair, level: Level): Figures {
  switch (form.form) {
    case 'count':
      return countFigures(row(form.count) ?? 0, before && (before(form.count) ?? 0), level)
    case 'share':
      return shareFigures(shareOf(row, form), before && shareOf(before, form), level)
    case 'odds':
      return oddsFigures(shareOf(row, form), before && shareOf(before, form), level)
    case 'median':
      return medianFigures(name, row, before)
  }
}

function countFigures(count: number, before: number | null, level: Level): Figures {
  return {
    value: count,
    interval: level === undefined ? null : countInterval(count, level),
    before,
    change: growth(before, count),
    changeInterval:
      before === null || level === undefined ? null : (growthOfCounts(before, count, level)?.interval ?? null),
  }
}

function shareFigures(share: ShareOf, before: ShareOf | null, level: Level): Figures {
  const [value, earlier] = [ratio(share), before && ratio(before)]
  return {
    value,
    interval: level === undefined ? null : shareInterval(share, level),
    before: earlier,
    change: difference(earlier, value),
    changeInterval:
      before === null || level === undefined ? null : (differenceOfShares(before, share, level)?.interval ?? null),
  }
}

function oddsFigures(share: ShareOf, before: ShareOf | null, level: Level): Figures {
  const [value, earlier] = [odds(share), before && odds(before)]
  return {
    value,
    interval: level === undefined ? null : (oddsOfShare(share, level)?.interval ?? null),
    before: earlier,
    change: growth(earlier, value),
    changeInterval: null,
  }
}

function medianFigures(name: string, row: RowValues, before: RowValues | null): Figures {
  const value = row(name)
  const earlier = before?.(name) ?? null
  const [lower, upper] = [row(`${name}_lower`), row(`${name}_upper`)]
  const interval = lower === null || upper === null ? null : { lower, upper }
  return { value, interval, before: earlier, change: difference(earlier, value), changeInterval: null }
}

function growth(before: number | null, after: number | null): number | null {
  return before === null || before === 0 || after === null ? null : after / before - 1
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before
}

function ratio({ events, total }: ShareOf): number | null {
  return total === 0 ? null : events / total
}

function odds({ events, total }: ShareOf): number | null {
  return events === total ? null : events / (total - events)
}

interface ShareOf {
  readonly events: number
  readonly total: number
}

function shareOf(row: RowValues, form: { events: CountName; total: CountName }): ShareOf {
  return { events: row(form.events) ?? 0, total: row(form.total) ?? 0 }
}
