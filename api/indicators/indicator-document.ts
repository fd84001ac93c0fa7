import type { Language } from '#jurisdictions'
import { type Catalog, datasetNamed, type Edition, formulaOfIndicator, type Indicator, type Question } from '#warehouse'

/** The sheet of an indicator in one language: what it is, where it comes from, how far it can be compared. */
export function indicatorSheet(indicator: Indicator, catalog: Catalog, edition: Edition, language: Language) {
  const { code, type, goal, rests_on, label, definition, custodian, unit, limitations, series } = indicator
  const dataset = series[0] === undefined ? undefined : datasetNamed(series[0].dataset, catalog)
  return {
    code,
    type,
    goal,
    restsOn: rests_on,
    label: label[language],
    definition: definition[language],
    formula: formulaOfIndicator(indicator, catalog.datasets)?.[language] ?? null,
    custodian,
    unit: unit ?? null,
    source: dataset?.source[language] ?? null,
    rule: dataset?.rule[language] ?? null,
    series: series.map((one) => {
      const by = ['year', ...besides(one)].join(',')
      return { ...one, questions: `/v1/data/${one.dataset}?measure=${one.measure}&by=${by}` }
    }),
    disaggregation: disaggregationOf(indicator, catalog, edition, language),
    breaks: catalog.lawChanges
      .filter(({ breaks_series }) => breaks_series && series.length > 0)
      .map(({ on, title }) => ({ on, title: title[language] })),
    limitations: limitations?.[language] ?? null,
    synthetic: edition.synthetic,
  }
}

/** What the metadata of an indicator ask for, and whether it can be had from what is published. */
export function disaggregationOf(
  { series, disaggregation }: Indicator,
  catalog: Catalog,
  { release }: Edition,
  language: Language,
) {
  const [first] = series
  const measure = first && datasetNamed(first.dataset, catalog).measures.get(first.measure)
  const published = measure && release ? (release.cubes[measure.cube.name]?.dimensions ?? []) : measure?.dimensions
  return disaggregation.map(({ of, by }) => ({
    of: of[language],
    dimension: by ?? null,
    available: by !== undefined && (published?.includes(by) ?? false) && (measure?.dimensions.includes(by) ?? false),
  }))
}

/** The dimension by which a series is told besides the year, or none. */
function besides({ by }: Indicator['series'][number]): readonly string[] {
  return by === undefined ? [] : [by]
}

/** The question behind a series, by year and by further dimensions: its own one where none are named. */
export function seriesQuestion(series: Indicator['series'][number], by: readonly string[] = besides(series)): Question {
  const { dataset, measure } = series
  return {
    dataset,
    measures: [measure],
    by: ['year', ...by],
    where: {},
    detail: 'full',
    sort: [],
    offset: 0,
  }
}
