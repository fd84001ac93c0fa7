import { disaggregationOf, type JsonAnswer, jsonAnswer, seriesQuestion } from '#api'
import type { Language } from '#jurisdictions'
import {
  datasetNamed,
  formulaOfIndicator,
  type Indicator,
  type IndicatorSeries,
  ifCovered,
  periodLabel,
} from '#warehouse'
import type { ChartRow } from '../charts/index.ts'
import { numberIn, rowsOf } from '../panels/rows.ts'
import type { RunQuery } from '../panels/run-query.ts'
import type { FigureWriter } from '../texts/figures.ts'
import { Facts } from './frame/facts.tsx'
import { DataTable } from './frame/panel.tsx'
import { SeriesFiles } from './frame/series-files.tsx'
import { type ReleasePage, TitledPage } from './frame/titled-page.tsx'

export interface SdgFigure {
  readonly indicator: Indicator
  /** For each series; nothing where no period of it is known yet. */
  readonly answers: readonly (JsonAnswer | undefined)[]
}

/** Asks the yearly series of all indicators that registers can answer. */
export async function loadSdg(
  { service, language }: Pick<ReleasePage, 'service' | 'language'>,
  ask: RunQuery,
): Promise<readonly SdgFigure[]> {
  const { catalog } = service
  return await Promise.all(
    catalog.indicators.map(async (indicator) => {
      const answers = await Promise.all(indicator.series.map((series) => ifCovered(ask(seriesQuestion(series)))))
      return { indicator, answers: answers.map((answer) => answer && jsonAnswer(answer, catalog, language)) }
    }),
  )
}

/** What registers say about the goals: tiles by type, expected against available breakdowns, files to hand over. */
export function SdgPage({ figuresOf, ...page }: ReleasePage & { readonly figuresOf: readonly SdgFigure[] }) {
  const { service, release, language, t, site } = page
  const { sdg } = service.jurisdiction
  return (
    <TitledPage name="sdg" language={language} t={t} site={site} synthetic={release.synthetic}>
      {sdg !== undefined && (
        <p>
          <a href={`/sdmx/data/dataflow/${sdg.agency}/${sdg.dataflow}/${sdg.version}/*`}>{t('sdg_hand_over')}</a> ·{' '}
          <a href="/v1/indicators/hand-over.csv">{t('sdg_open_csv')}</a>
        </p>
      )}
      {(['official', 'proxy'] as const).map((type) => {
        const own = figuresOf.filter(
          ({ indicator, answers }) => indicator.type === type && answers.some((answer) => answer),
        )
        return (
          own.length > 0 && (
            <section key={type}>
              <h2>{t(`sdg_${type}`)}</h2>
              <div class="panels">
                {own.map((one) => (
                  <Tile key={one.indicator.code} figure={one} page={page} />
                ))}
              </div>
            </section>
          )
        )
      })}
      <Coverage page={page} />
      <NotComputed page={page} />
    </TitledPage>
  )
}

function Tile({ figure: { indicator, answers }, page }: { figure: SdgFigure; page: ReleasePage }) {
  const { language, t } = page
  const { code, definition, custodian, limitations } = indicator
  const formula = formulaOfIndicator(indicator, page.service.catalog.datasets)
  const facts = [
    [t('sdg_formula'), formula?.[language]],
    [t('source'), answers.find((answer) => answer)?.source],
    [t('sdg_custodian'), custodian === 'national' ? undefined : custodian],
    [t('sdg_limits'), limitations?.[language]],
  ] as const
  return (
    <section class="panel" aria-labelledby={`sdg-${code}`}>
      <h3 id={`sdg-${code}`}>{nameOf(indicator, language)}</h3>
      {indicator.series.map((series, at) => {
        const answer = answers[at]
        return answer && <Series key={series.series} series={series} answer={answer} page={page} />
      })}
      <p class="about">{definition[language]}</p>
      <Facts facts={facts.filter(([, value]) => value)} />
      <p class="downloads">
        <a href={`/v1/indicators/${code}?lang=${language}`}>JSON</a>
      </p>
    </section>
  )
}

/** Figures of a series by year: of everybody, or of one code of the dimension by which it is told. */
export interface SeriesPart {
  readonly label: string
  /** The column of the figures. */
  readonly name: string
  readonly unit: string | null
  /** Whole years that have a figure. */
  readonly rows: readonly ChartRow[]
}

/** The parts of a series that have figures, in the order of the list of codes. */
export function partsOfSeries(
  { by }: Pick<IndicatorSeries, 'by'>,
  answer: JsonAnswer,
  { service, language }: Pick<ReleasePage, 'service' | 'language'>,
): readonly SeriesPart[] {
  const column = answer.columns.find(({ name }) => name !== 'year' && name !== by)
  if (column === undefined) return []
  const { name, label, unit } = column
  const rows = rowsOf(answer).filter((row) => row['period_status'] !== 'incomplete' && numberIn(row, name) !== null)
  if (by === undefined) return rows.length === 0 ? [] : [{ label, name, unit, rows }]
  const codes = datasetNamed(answer.dataset, service.catalog).dimensions.get(by)?.codes ?? []
  return codes.flatMap((code) => {
    const own = rows.filter((row) => row[by] === code.code)
    return own.length === 0 ? [] : [{ label: `${label}: ${code.label[language]}`, name, unit, rows: own }]
  })
}

/** A figure of a series as people read it. */
export function writtenIn({ name, unit }: SeriesPart, row: ChartRow, figures: FigureWriter): string {
  const write = unit === 'share' ? figures.percent : unit === 'rate' ? figures.ratio : figures.count
  return write(numberIn(row, name) ?? 0)
}

interface SeriesProps {
  readonly series: IndicatorSeries
  readonly answer: JsonAnswer
  readonly page: ReleasePage
}

/** The last whole years of a series, and its files. */
function Series({ series, answer, page }: SeriesProps) {
  const { language, t } = page
  const { measure, dataset, by } = series
  return (
    <>
      {partsOfSeries(series, answer, page).map((part) => (
        <LatestYears key={part.label} part={part} page={page} />
      ))}
      <SeriesFiles
        dataset={dataset}
        parameters={{ measure, by: by === undefined ? 'year' : `year,${by}` }}
        language={language}
        t={t}
      />
    </>
  )
}

function LatestYears({ part, page: { figures, service } }: { part: SeriesPart; page: ReleasePage }) {
  const { label, rows } = part
  const latest = rows.at(-1) as ChartRow
  const yearOf = (row: ChartRow) => periodLabel(String(row['year']), service.catalog.jurisdiction)
  return (
    <>
      <p class="headline">
        <strong class="figure">{writtenIn(part, latest, figures)}</strong> {label}, {yearOf(latest)}
      </p>
      <p class="source">
        {rows
          .slice(-6)
          .map((row) => `${yearOf(row)}: ${writtenIn(part, row, figures)}`)
          .join(' · ')}
      </p>
    </>
  )
}

/** Indicators of the goals that no register here can answer, and why not. */
function NotComputed({ page: { service, language, t } }: { page: ReleasePage }) {
  const others = service.catalog.indicators.filter(({ series }) => series.length === 0)
  if (others.length === 0) return null
  return (
    <section>
      <h2>{t('sdg_context')}</h2>
      <Facts
        facts={others.map(({ code, label, definition }) => [`${code} ${label[language]}`, definition[language]])}
      />
    </section>
  )
}

function Coverage({ page: { service, edition, language, t } }: { page: ReleasePage }) {
  const rows = service.catalog.indicators
    .filter(({ disaggregation }) => disaggregation.length > 0)
    .map((indicator) => {
      const asked = disaggregationOf(indicator, service.catalog, edition, language)
      const names = (available: boolean) =>
        asked
          .filter((one) => one.available === available)
          .map(({ of }) => of)
          .join(', ') || '–'
      return { cells: [nameOf(indicator, language), names(true), names(false)] }
    })
  return (
    <>
      <h2>{t('sdg_coverage')}</h2>
      <DataTable
        caption={t('sdg_coverage')}
        head={[t('sdg_indicator'), t('sdg_available'), t('sdg_missing')]}
        rows={rows}
      />
    </>
  )
}

/** Official indicators are known by their number; the codes of others are ours. */
function nameOf({ code, type, label }: Indicator, language: Language): string {
  return type === 'official' ? `${code} ${label[language]}` : label[language]
}
