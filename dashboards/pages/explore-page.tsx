import type { ComponentChildren } from 'preact'
import type { JsonAnswer } from '#api'
import { datasetNamed } from '#warehouse'
import type { Exploration } from '../explore/exploration.ts'
import type { Translate } from '../texts/messages.ts'
import { refusalWords } from '../texts/refusal-words.ts'
import { ExploreForm } from './explore-form.tsx'
import { coverageNotes, otherAnswerNotes } from './frame/about-answer.ts'
import { chartAddress } from './frame/chart-address.ts'
import { Facts } from './frame/facts.tsx'
import type { Site } from './frame/layout.tsx'
import { LevelChoice } from './frame/level-choice.tsx'
import { type DrawnChart, Panel } from './frame/panel.tsx'
import { Provenance } from './frame/provenance.tsx'
import { TitledPage } from './frame/titled-page.tsx'

interface ExplorePageProps {
  readonly exploration: Exploration
  readonly drawn: DrawnChart | undefined
  readonly search: string
  readonly site: Site
}

/** Any measure by up to four dimensions: what is asked, the answer, and where each number comes from. */
export function ExplorePage({ exploration, drawn, search, site }: ExplorePageProps) {
  const { context, choice, answer, refused } = exploration
  const { language, t, service, edition } = context
  const own = { language, t, site }
  return (
    <TitledPage name="explore" search={search} synthetic={edition.synthetic} {...own}>
      <ExploreForm exploration={exploration} site={site} />
      {refused !== undefined && (
        <p class="notice" role="status">
          {t('explore_refused', { why: refusalWords(refused, datasetNamed(choice.dataset, service.catalog), context) })}
        </p>
      )}
      {answer !== undefined && (
        <Explored exploration={exploration} answer={answer} drawn={drawn} search={search} site={site} />
      )}
      <LevelChoice action={`/${language}/explore`} search={search} {...own} />
    </TitledPage>
  )
}

/** The answer as a chart and a table, and where it comes from. */
function Explored({ exploration, answer, drawn, search, site }: ExplorePageProps & { readonly answer: JsonAnswer }) {
  const { context, choice, table, address, title } = exploration
  const { language, t, service, figures } = context
  const chart = drawn === undefined ? undefined : chartAddress('/v1/charts/explore', search, language)
  const link = { label: t('link'), href: `/${language}/explore${search}` }
  return (
    <>
      <div class="panels wide">
        <Panel
          id="explore"
          title={title}
          about={datasetNamed(choice.dataset, service.catalog).label[language]}
          drawn={drawn}
          table={table}
          notices={noticesOf(answer, exploration, t)}
          downloads={[...downloadsFor(site, address, chart), link]}
          labels={{ table: t('table'), download: t('download') }}
        />
      </div>
      <Explanation exploration={exploration} answer={answer} />
      <Provenance answers={[answer]} context={{ language, t, figures, service }} />
    </>
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

/** Where a number comes from: definition, what is counted, rule, protection, question, release. */
function Explanation({ exploration, answer }: { exploration: Exploration; answer: JsonAnswer }) {
  const { context, choice, measures, address } = exploration
  const { language, t } = context
  const measure = measures.find(({ name }) => name === choice.measure)
  const facts: readonly (readonly [string, ComponentChildren])[] = [
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
    [t('explain_query'), <a href={address}>{address}</a>],
  ]
  return (
    <details class="explain">
      <summary>{t('explain')}</summary>
      <Facts facts={facts} />
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
