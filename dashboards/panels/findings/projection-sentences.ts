import type { FindingsContext } from './drawing.ts'
import type { ProjectedStock } from './projected-stock.ts'

type Words = Pick<FindingsContext, 't' | 'figures' | 'labelOf'>

/** What may be said of a projection: which model it is, how it did before, how far its bands are told, and a reform's effect. */
export function projectionSentences(stock: ProjectedStock, asksForReform: boolean, words: Words): readonly string[] {
  return [...modelSentence(stock, words), bandSentence(stock, words), ...effectSentence(stock, asksForReform, words)]
}

function modelSentence({ first, backTest, models }: ProjectedStock, { t, figures }: Words): readonly string[] {
  const test = backTest.at(-1)
  if (test === undefined) return []
  const error = (model: string) => figures.percent((test.errors[model] ?? 0) / 100)
  const others = models.slice(1).map(({ model }) => `${t(`projection_model_${model}`)} ${error(model)}`)
  return [
    t('projection_first', {
      model: t(`projection_model_${first}`),
      error: error(first),
      horizon: test.horizon,
      others: others.join('; '),
    }),
  ]
}

function bandSentence({ bands, baseline }: ProjectedStock, { t, figures, labelOf }: Words): string {
  const last = bands.findLastIndex(({ band95 }) => band95 !== null)
  const own = bands.findLast(({ horizon, band95 }) => band95?.from === horizon)?.band95
  const period = baseline[last]?.period
  if (own == null || period === undefined) return t('projection_no_band95')
  return t('projection_band95_told', {
    period: labelOf(period),
    share: figures.percent(own.held.inside / own.held.of),
    horizon: own.from,
    carried: String(bands[last]?.band95?.from !== bands[last]?.horizon),
  })
}

function effectSentence(
  { effect, reliability }: ProjectedStock,
  asksForReform: boolean,
  { t, figures, labelOf }: Words,
): readonly string[] {
  if (!asksForReform) return []
  const last = effect?.at(-1)
  if (last === undefined) return reliability === 'beats drift' ? [] : [t('projection_not_reliable')]
  const { period, change, interval } = last
  return [
    t('projection_effect', {
      period: labelOf(period),
      change: figures.difference(change),
      lower: figures.difference(interval.lower),
      upper: figures.difference(interval.upper),
    }),
  ]
}
