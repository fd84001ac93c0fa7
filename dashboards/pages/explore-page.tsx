import type { JsonAnswer } from '#api'
import { datasetNamed, mostDimensions } from '#warehouse'
import { chartKinds } from '../boards/board.ts'
import { chartAddress } from '../chart-address.ts'
import type { Exploration } from '../explore/exploration.ts'
import type { Translate } from '../texts/messages.ts'
import { refusalWords } from '../texts/refusal-words.ts'
import { coverageNotes, otherAnswerNotes } from './about-answer.ts'
import { LevelKept, type Site } from './layout.tsx'
import { LevelChoice } from './level-choice.tsx'
import { type DrawnChart, Panel } from './panel.tsx'
import { Provenance } from './provenance.tsx'
import { TitledPage } from './titled-page.tsx'

const offeredKinds = chartKinds.filter((kind) => ['lines', 'stacked', 'bars', 'table'].includes(kind))

interface ExplorePageProps {
  readonly exploration: Exploration
  readonly drawn: DrawnChart | undefined
  readonly search: string
  readonly site: Site
}

/** Any measure by up to four dimensions: what is asked, the answer, and where each number comes from. */
export function ExplorePage({ exploration, drawn, search, site }: ExplorePageProps) {
  const { context, choice, answer, table, refused, address, title } = exploration
  const { language, t, service, figures } = context
  return (
    <TitledPage
      name="explore"
      search={search}
      language={language}
      t={t}
      site={site}
      synthetic={service.edition('public').synthetic}
    >
      <ExploreForm exploration={exploration} site={site} />
      {refused !== undefined && (
        <p class="notice" role="status">
          {t('explore_refused', { why: refusalWords(refused, datasetNamed(choice.dataset, service.catalog), context) })}
        </p>
      )}
      {answer !== undefined && (
        <>
          <div class="panels wide">
            <Panel
              id="explore"
              title={title}
              about={datasetNamed(choice.dataset, service.catalog).label[language]}
              drawn={drawn}
              table={table}
              notices={noticesOf(answer, exploration, t)}
              downloads={downloadsFor(
                site,
                address,
                drawn === undefined ? undefined : chartAddress('/v1/charts/explore', search, language),
              ).concat([{ label: t('link'), href: `/${language}/explore${search}` }])}
              labels={{ table: t('table'), download: t('download') }}
            />
          </div>
          <Explanation exploration={exploration} answer={answer} />
          <Provenance answers={[answer]} context={{ language, t, figures, service }} />
        </>
      )}
      <LevelChoice action={`/${language}/explore`} search={search} language={language} site={site} t={t} />
    </TitledPage>
  )
}

function noticesOf(answer: JsonAnswer, { table }: Exploration, t: Translate): readonly string[] {
  const shown = table?.rows.length ?? 0
  return [
    ...(answer.rows.length === 0 ? [t('panel_empty')] : []),
    ...coverageNotes(answer),
    ...otherAnswerNotes(answer, t),
    ...(answer.allRows > answer.rows.length ? [t('rows_shown', { shown, all: answer.allRows })] : []),
  ]
}

function ExploreForm({
  exploration: { context, choice, dimensions, measures },
  site,
}: Pick<ExplorePageProps, 'exploration' | 'site'>) {
  const { language, t, service } = context
  return (
    <>
      <form class="filters" method="get" action={`/${language}/explore`} aria-label={t('explore_dataset')}>
        <LevelKept site={site} />
        <label>
          {t('explore_dataset')}
          <select name="dataset">
            {[...service.catalog.datasets.values()].map(({ name, label }) => (
              <option key={name} value={name} selected={name === choice.dataset}>
                {label[language]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{t('explore_next')}</button>
      </form>
      <form class="filters" method="get" action={`/${language}/explore`} aria-label={t('filters')}>
        <LevelKept site={site} />
        <input type="hidden" name="dataset" value={choice.dataset} />
        <label>
          {t('explore_measure')}
          <select name="measure">
            {measures.map(({ name, label }) => (
              <option key={name} value={name} selected={name === choice.measure}>
                {label[language]}
              </option>
            ))}
          </select>
        </label>
        {Array.from({ length: mostDimensions }, (_, at) => (
          <label key={at}>
            {`${t('explore_by')} ${at + 1}`}
            <select name="by">
              <option value="">{t('explore_nothing')}</option>
              {dimensions.map(({ name, label }) => (
                <option key={name} value={name} selected={choice.by[at] === name}>
                  {label[language]}
                </option>
              ))}
            </select>
          </label>
        ))}
        {(['from', 'to'] as const).map((name) => (
          <label key={name}>
            {t(`explore_${name}`)}
            <input type="text" name={name} value={choice[name] ?? ''} size={8} placeholder="2020-Q1" />
          </label>
        ))}
        <label>
          {t('explore_chart')}
          <select name="chart">
            <option value="">{t('explore_suggested')}</option>
            {offeredKinds.map((kind) => (
              <option key={kind} value={kind} selected={kind === choice.chart}>
                {t(`chart_${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <FilterChoices choice={choice} dimensions={dimensions} language={language} t={t} />
        <button type="submit">{t('apply')}</button>
        <a href={`/${language}/explore`}>{t('reset')}</a>
      </form>
    </>
  )
}

type FilterChoicesProps = Pick<Exploration, 'choice' | 'dimensions'> & Pick<Exploration['context'], 'language' | 't'>

/** Filters stand folded: most questions need none. */
function FilterChoices({ choice, dimensions, language, t }: FilterChoicesProps) {
  const offered = dimensions.filter(({ codes }) => codes.length > 0)
  return (
    <details class="more" open={Object.keys(choice.filters).length > 0}>
      <summary>{t('explore_filters')}</summary>
      <div class="filters">
        {offered.map(({ name, label, codes }) => (
          <label key={name}>
            {label[language]}
            <select name={name}>
              <option value="">{t('all')}</option>
              {codes.map((code) => (
                <option key={code.code} value={code.code} selected={choice.filters[name] === code.code}>
                  {code.label[language]}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </details>
  )
}

/** Where a number comes from: definition, what is counted, rule, protection, question, release. */
function Explanation({ exploration, answer }: { exploration: Exploration; answer: JsonAnswer }) {
  const { context, choice, measures, address } = exploration
  const { language, t } = context
  const measure = measures.find(({ name }) => name === choice.measure)
  const facts: readonly (readonly [string, string])[] = [
    [t('explain_definition'), measure?.definition[language] ?? ''],
    [t('explain_numerator'), answer.unit],
    [t('rule'), answer.rule],
    [
      t('explain_protection'),
      answer.notes.some(({ code }) => code === 'rounded')
        ? t('explain_protection_rounded')
        : answer.notes.map(({ text }) => text).join(' '),
    ],
    [t('source'), answer.source],
    [t('release'), answer.release ?? ''],
  ]
  return (
    <details class="explain">
      <summary>{t('explain')}</summary>
      <dl>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{t('explain_query')}</dt>
          <dd>
            <a href={address}>{address}</a>
          </dd>
        </div>
      </dl>
    </details>
  )
}

const downloadFormats = ['csv', 'xlsx', 'json', 'parquet', 'arrow', 'jsonstat', 'sdmx-csv']

/** What is not for publication is not taken out of its page. */
function downloadsFor({ restricted }: Site, address: string, chart: string | undefined) {
  if (restricted !== undefined) return []
  const files = chart === undefined ? [] : ['png', 'svg', 'pdf', 'pptx']
  return [
    ...downloadFormats.map((format) => ({ label: format.toUpperCase(), href: `${address}&format=${format}` })),
    ...files.map((format) => ({ label: format.toUpperCase(), href: (chart ?? '').replace('?', `.${format}?`) })),
  ]
}
