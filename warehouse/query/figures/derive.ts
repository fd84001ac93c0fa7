import type { Turns } from '#foundation'
import type { MeasurePart } from '../../catalog/answer-columns.ts'
import type { Cube } from '../../catalog/cube.ts'
import { kindOf, kindOfChange } from '../../catalog/figure-kind.ts'
import type { MeasureExpression } from '../../catalog/measures.ts'
import { numberColumn } from '../../columns/typed-column.ts'
import { minShareBase } from '../../disclosure/cell-key/promised-limits.ts'
import { type AnswerColumn, meaningOfPart } from '../plan/column-meaning.ts'
import type { Plan } from '../plan/plan.ts'
import { bandsOf } from '../statement/columns.ts'
import { errorOfPlan } from './error-of-plan.ts'
import type { MeasureContext } from './figure-conditions.ts'
import { figuresOf, type MeasureValues, type RowPair } from './figures.ts'
import { bandedMedianReader, exactMedianReader } from './median.ts'

/**
 * The columns of all measures: the value, of a median of counts in bands the band, its interval, the number of persons that it is a share, median or rate of, and
 * the change against the compared period: growth (0.22 = +22 %) for counts, ratios and rates, the difference for shares and
 * medians.
 */
export async function measureColumns(
  shown: readonly number[],
  pairOf: (row: number) => RowPair,
  plan: Plan,
  turns: Turns,
): Promise<readonly AnswerColumn[]> {
  const all = []
  for (const measure of plan.measures) {
    const conditions = conditionsOf(plan, measure.form)
    const figures = await turns.map(shown, (row) => figuresOf(measure, pairOf(row), conditions))
    all.push(columnsOf(measure, figures, plan))
    await turns.next()
  }
  return all.flat()
}

function columnsOf(
  measure: Plan['measures'][number],
  figures: readonly MeasureValues[],
  plan: Plan,
): readonly AnswerColumn[] {
  const { form } = measure
  const column = (part: MeasurePart, read: (figure: MeasureValues) => number | null): AnswerColumn => {
    const meaning = meaningOfPart(measure, part, plan)
    return { column: numberColumn(meaning.name, figures.map(read)), meaning }
  }
  const ends = (
    parts: readonly [MeasurePart, MeasurePart],
    read: (figure: MeasureValues) => MeasureValues['interval'],
  ) => [
    column(parts[0], (figure) => read(figure)?.lower ?? null),
    column(parts[1], (figure) => read(figure)?.upper ?? null),
  ]
  const withInterval = plan.question.interval !== undefined
  const compared = plan.compared !== undefined
  return [
    column('value', ({ value }) => value),
    ...('median' in form && !plan.protection.isExact ? ends(['band_from', 'band_to'], ({ band }) => band) : []),
    ...(withInterval ? ends(['lower', 'upper'], ({ interval }) => interval) : []),
    ...('count' in form ? [] : [column('n', ({ base }) => base)]),
    ...(compared ? [column('before', ({ before }) => before), column('change', ({ change }) => change)] : []),
    ...(compared && withInterval ? ends(['change_lower', 'change_upper'], ({ changeInterval }) => changeInterval) : []),
  ]
}

function conditionsOf(plan: Plan, form: MeasureExpression): MeasureContext {
  const [noise, noiseOfChange] = [errorOfPlan(plan, form, kindOf(form)), errorOfPlan(plan, form, kindOfChange(form))]
  return conditionsFor(form, plan.cube, {
    level: plan.question.interval,
    noise,
    noiseOfChange,
    isExact: plan.protection.isExact,
  })
}

/** What figures of a form need to know, where counts carry noise and where they do not. */
export function conditionsFor(
  form: MeasureExpression,
  cube: Cube,
  given: Pick<MeasureContext, 'level' | 'noise' | 'noiseOfChange' | 'isExact'>,
): MeasureContext {
  const { level, noise, isExact } = given
  return {
    ...given,
    minBase: isExact ? 0 : minShareBase,
    medianOf:
      isExact || !('median' in form) ? exactMedianReader : bandedMedianReader(bandsOf(form.bands, cube), level, noise),
  }
}
