import type { Sdg } from '#jurisdictions'
import {
  type Answer,
  type Catalog,
  datasetNamed,
  type IndicatorSeries,
  ifCovered,
  periodLabel,
  type Question,
} from '#warehouse'
import { seriesQuestion } from '../indicators/indicator-document.ts'
import { componentId, dimensionsOf, total } from '../sdmx/components.ts'
import { type Observation, observationsOf } from '../sdmx/observations.ts'
import { periodOfQuery } from '../sdmx/reporting-year.ts'

/** One figure for the hand-over: a series of the receiver's list, for everybody or for one code of one dimension. */
export interface HandedOver {
  readonly series: string
  readonly unit: string
  /** The dimension and its code, both in our words and in the receiver's; `undefined` for everybody. */
  readonly part:
    | { readonly column: string; readonly as: string; readonly code: string; readonly label: string }
    | undefined
  readonly year: string
  /** What the year is called where it does not begin on 1 January. */
  readonly detail: string
  readonly value: number | null
  /** A code of CL_OBS_STATUS. */
  readonly status: string
}

/**
 * The figures of all official indicators, from protected answers only: the whole country, then split by each dimension
 * for which the receiver has words.
 *
 * @param ask - answers one question at the public level
 */
export async function handedOver(
  sdg: Sdg,
  catalog: Catalog,
  ask: (question: Question) => Promise<Answer>,
): Promise<readonly HandedOver[]> {
  const official = catalog.indicators.filter(({ type }) => type === 'official')
  const figures: HandedOver[] = []
  for (const { series, disaggregation } of official) {
    const splits = disaggregation.flatMap(({ by }) => (by && Object.hasOwn(sdg.dimensions, by) ? [by] : []))
    for (const one of series)
      for (const split of [undefined, ...splits]) {
        const answer = await ifCovered(ask(seriesQuestion(one, split === undefined ? [] : [split])))
        if (answer !== undefined) figures.push(...figuresOf(one, split, answer, sdg, catalog))
      }
  }
  return figures
}

function figuresOf(
  { series, unit, multiply, dataset }: IndicatorSeries,
  split: string | undefined,
  answer: Answer,
  sdg: Sdg,
  catalog: Catalog,
): readonly HandedOver[] {
  const known = datasetNamed(dataset, catalog)
  const place = split === undefined ? -1 : dimensionsOf(known).findIndex(({ id }) => id === componentId(split))
  return observationsOf(answer, catalog).flatMap((observation): HandedOver[] => {
    const part = partOf(observation, place, split, sdg)
    if (split !== undefined && part === undefined) return []
    const year = periodOfQuery(observation.period)
    const label = known.dimensions.get(split ?? '')?.codes.find(({ code }) => code === observation.key[place])?.label.en
    return [
      {
        series,
        unit,
        part: part && { ...part, label: label ?? part.code },
        year,
        detail: periodLabel(year, catalog.jurisdiction),
        value: observation.value === null ? null : rounded(observation.value * multiply),
        status: String(observation.attributes['OBS_STATUS'] ?? 'A'),
      },
    ]
  })
}

function partOf({ key }: Observation, place: number, split: string | undefined, { dimensions }: Sdg) {
  const words = split === undefined ? undefined : dimensions[split]
  const code = words?.codes[key[place] ?? total]
  return words === undefined || code === undefined
    ? undefined
    : { column: words.csv_column, as: words.sdmx_dimension, code }
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}
