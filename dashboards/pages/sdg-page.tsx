import { disaggregationOf, type JsonAnswer, jsonAnswer, seriesQuestion } from '#api'
import type { Language } from '#jurisdictions'
import type { Indicator } from '#warehouse'
import type { Ask } from '../send-drawn.ts'
import { Layout, type ReleasePage } from './layout.tsx'
import { DataTable } from './panel.tsx'
import { numberIn, rowsOf } from './rows.ts'
import { SeriesFiles } from './series-files.tsx'

export interface SdgFigure {
  readonly indicator: Indicator
  readonly answers: readonly JsonAnswer[]
}

/** Asks the yearly series of all indicators that registers can answer. */
export async function loadSdg(
  { service, language }: Pick<ReleasePage, 'service' | 'language'>,
  ask: Ask,
): Promise<readonly SdgFigure[]> {
  const { catalog } = service
  return await Promise.all(
    catalog.indicators.map(async (indicator) => {
      const answers = await Promise.all(indicator.series.map((series) => ask(seriesQuestion(series))))
      return { indicator, answers: answers.map((answer) => jsonAnswer(answer, catalog, language)) }
    }),
  )
}

/** What registers say about the goals: tiles by type, expected against available breakdowns, files to hand over. */
export function SdgPage({ figuresOf, ...page }: ReleasePage & { readonly figuresOf: readonly SdgFigure[] }) {
  const { service, release, language, t, site } = page
  const { sdg } = service.jurisdiction
  return (
    <Layout
      language={language}
      t={t}
      title={t('sdg_title')}
      page="sdg"
      search=""
      site={site}
      synthetic={release.synthetic}
    >
      <h1>{t('sdg_title')}</h1>
      <p class="lead">{t('sdg_about')}</p>
      {sdg !== undefined && (
        <p>
          <a href={`/sdmx/data/dataflow/${sdg.agency}/${sdg.dataflow}/${sdg.version}/*`}>{t('sdg_hand_over')}</a> ·{' '}
          <a href="/v1/indicators/hand-over.csv">{t('sdg_open_csv')}</a>
        </p>
      )}
      {(['official', 'proxy', 'context'] as const).map((type) => {
        const own = figuresOf.filter(({ indicator, answers }) => indicator.type === type && answers.length > 0)
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
    </Layout>
  )
}

function Tile({ figure: { indicator, answers }, page }: { figure: SdgFigure; page: ReleasePage }) {
  const { language, t } = page
  const { code, definition, formula, custodian, limitations } = indicator
  const facts = [
    [t('sdg_formula'), formula?.[language]],
    [t('source'), answers[0]?.source],
    [t('sdg_custodian'), custodian === 'national' ? undefined : custodian],
    [t('sdg_limits'), limitations?.[language]],
  ] as const
  return (
    <section class="panel" aria-labelledby={`sdg-${code}`}>
      <h3 id={`sdg-${code}`}>{nameOf(indicator, language)}</h3>
      {answers.map((answer) => (
        <Series key={String(answer.columns[1]?.name)} answer={answer} page={page} />
      ))}
      <p class="about">{definition[language]}</p>
      <dl>
        {facts.map(
          ([term, value]) =>
            value && (
              <div key={value}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p class="downloads">
        <a href={`/v1/indicators/${code}?lang=${language}`}>JSON</a>
      </p>
    </section>
  )
}

/** The last whole years of a series. */
function Series({ answer, page: { figures, language, t } }: { answer: JsonAnswer; page: ReleasePage }) {
  const { name = '', label = '', unit = null } = answer.columns.find(({ name: own }) => own !== 'year') ?? {}
  const rows = rowsOf(answer).filter((row) => row['period_status'] !== 'incomplete')
  const write = (value: number | null) =>
    value === null
      ? '–'
      : unit === 'share'
        ? figures.percent(value)
        : unit === 'rate'
          ? figures.ratio(value)
          : figures.count(value)
  const latest = rows.at(-1)
  return (
    <>
      <p class="headline">
        <strong class="figure">{write(numberIn(latest, name))}</strong> {label}, {latest?.['year']}
      </p>
      <p class="source">
        {rows
          .slice(-6)
          .map((row) => `${row['year']}: ${write(numberIn(row, name))}`)
          .join(' · ')}
      </p>
      <SeriesFiles dataset={answer.dataset} parameters={{ measure: name, by: 'year' }} language={language} t={t} />
    </>
  )
}

function Coverage({ page: { service, language, t } }: { page: ReleasePage }) {
  const edition = service.edition('public')
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
        label={t('sdg_coverage')}
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
