import { chartAddress } from '../chart-address.ts'
import type { FigureWriter } from '../texts/figures.ts'
import { changesIn } from './changes.ts'
import { headlines, lawsOf, shareWithSuspended } from './headlines.ts'
import { lawsSaid } from './laws-between.ts'
import { Layout, type LayoutProps } from './layout.tsx'
import { LevelChoice } from './level-choice.tsx'
import type { OverviewContext } from './overview-charts.ts'
import type { OverviewGrowth } from './overview-growth.ts'
import { overviewTables } from './overview-tables.ts'
import { type DrawnChart, Panel } from './panel.tsx'
import { Provenance } from './provenance.tsx'
import { revisionNote } from './revision-note.ts'
import { custodialShareSaid, sentencesDimension } from './sentences-dimension.ts'

interface OverviewProps {
  readonly context: OverviewContext
  readonly growth: OverviewGrowth
  readonly charts: Readonly<Partial<Record<'growth' | 'share' | 'mix' | 'regions', DrawnChart>>>
  readonly figures: FigureWriter
  readonly years: readonly number[]
  readonly search: string
  readonly site: LayoutProps['site']
}

/** The first page: what changed, whether it is real, and where. */
export function Overview({ context, growth, charts, figures, years, search, site }: OverviewProps) {
  const { t, choice, answers, service, language } = context
  const tables = overviewTables(context, figures)
  const labels = { table: t('table'), download: t('download') }
  const years2 = { base: String(choice.base), year: String(choice.year) }
  const panels = [
    { id: 'growth', title: t('chart_growth'), about: t('chart_growth_about') },
    { id: 'share', title: t('chart_share'), about: custodialShareSaid(context) },
    { id: 'mix', title: t('chart_mix'), about: t('chart_mix_about') },
    { id: 'regions', title: t('chart_regions', years2), about: t('chart_regions_about') },
  ] as const
  return (
    <Layout
      language={language}
      t={t}
      title={t('title', { place: placeName(context) })}
      search={search}
      site={site}
      synthetic={answers.all.synthetic}
    >
      <p class="eyebrow">{service.catalog.jurisdiction.name[language]}</p>
      <h1>{t('title', { place: placeName(context) })}</h1>
      <StartHere context={context} site={site} />
      <Filters context={context} years={years} />
      <Headlines context={context} growth={growth} figures={figures} />
      <div class="panels">
        {panels.map(({ id, title, about }) => {
          const drawn = charts[id]
          return (
            drawn && (
              <Panel
                key={id}
                id={id}
                title={title}
                about={about}
                drawn={drawn}
                table={tables[id]}
                downloads={[
                  { label: 'CSV', href: tables[id].download },
                  { label: 'XLSX', href: tables[id].download.replace('format=csv', 'format=xlsx') },
                  ...['png', 'svg', 'pdf', 'pptx'].map((format) => ({
                    label: format.toUpperCase(),
                    href: chartAddress(`/v1/charts/${id}.${format}`, search, language),
                  })),
                ]}
                labels={labels}
              />
            )
          )
        })}
      </div>
      <OverviewProvenance context={context} figures={figures} />
      {/* This page adds up classes, which analysts may not: theirs begins with the classes one by one. */}
      <LevelChoice
        action={`/${language}/d/sentencing`}
        search={choice.region === undefined ? '' : `?region=${choice.region}`}
        language={language}
        site={site}
        t={t}
        about="level_about_overview"
      />
    </Layout>
  )
}

/** The way of a first visit, in four steps, without pages for which the jurisdiction has no figures. */
function StartHere({ context: { t, language }, site }: { context: OverviewContext; site: LayoutProps['site'] }) {
  const offered = new Set(site.pages.map(({ path }) => path))
  const steps = ['#growth-title', 'd/regions', 'd/why', 'd/projection'].map((step, at) => ({
    href: at === 0 ? step : `/${language}/${step}`,
    text: t(`start_${at + 1}`),
    isOffered: at === 0 || offered.has(step),
  }))
  return (
    <details class="start">
      <summary>{t('start_here')}</summary>
      <ol>
        {steps
          .filter(({ isOffered }) => isOffered)
          .map(({ href, text }) => (
            <li key={href}>
              <a href={href}>{text}</a>
            </li>
          ))}
      </ol>
    </details>
  )
}

function placeName({ choice, service, language, t }: OverviewContext): string {
  const region = sentencesDimension(service, 'region')?.codes.find(({ code }) => code === choice.region)
  return region?.label[language] ?? t('whole_country')
}

function Filters({
  context: { t, choice, service, language },
  years,
}: {
  context: OverviewContext
  years: readonly number[]
}) {
  const regions = (sentencesDimension(service, 'region')?.codes ?? []).filter(({ code }) => code !== 'UNK')
  const { baseYear } = service.catalog.jurisdiction
  const chosen = choice.base === baseYear ? choice.year : choice.base
  return (
    <form class="filters" method="get" action={`/${language}/`} aria-label={t('filters')}>
      <label>
        {t('region')}
        <select name="region">
          <option value="">{t('all_regions')}</option>
          {regions.map(({ code, label }) => (
            <option key={code} value={code} selected={code === choice.region}>
              {label[language]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('year', { base: String(baseYear) })}
        <select name="year">
          {years
            .filter((year) => year !== baseYear)
            .map((year) => (
              <option key={year} value={year} selected={year === chosen}>
                {year}
              </option>
            ))}
        </select>
      </label>
      {service.catalog.finestGrain !== 'year' && (
        <label>
          {t('period')}
          <select name="period">
            <option value="year" selected={choice.grain === 'year'}>
              {t('by_year')}
            </option>
            <option value="quarter" selected={choice.grain === 'quarter'}>
              {t('by_quarter')}
            </option>
          </select>
        </label>
      )}
      <button type="submit">{t('apply')}</button>
      <a href={`/${language}/`}>{t('reset')}</a>
    </form>
  )
}

function Headlines({
  context,
  growth,
  figures,
}: {
  context: OverviewContext
  growth: OverviewGrowth
  figures: FigureWriter
}) {
  const { answers, choice, moves, t, service } = context
  const said = headlines(answers, growth, choice, t, figures, moves)
  const withSuspended = shareWithSuspended(answers, choice, service)
  if (said.length === 0)
    return <p class="notice">{t('no_comparison', { base: String(choice.base), year: String(choice.year) })}</p>
  return (
    <>
      <ul class="headlines">
        {said.map(({ tone, figure, sentence, detail }) => (
          <li key={tone} class={tone}>
            <strong class="figure">{figure}</strong>
            <p class="sentence">{sentence}</p>
            <p class="detail">{detail}</p>
          </li>
        ))}
      </ul>
      {lawsSaid(lawsOf(answers, choice), [String(choice.base), String(choice.year)], { t, figures }).map((sentence) => (
        <p key={sentence} class="notice">
          {sentence}
        </p>
      ))}
      {withSuspended !== null && (
        <p class="notice">
          {t('suspended_note', { year: String(choice.year), share: figures.percent(withSuspended) })}
        </p>
      )}
    </>
  )
}

/** Changes of law as a list, and what has to be said beside figures. */
function OverviewProvenance({ context, figures }: { context: OverviewContext; figures: FigureWriter }) {
  const { answers, choice, t, service, language } = context
  const changes = changesIn(answers.mix)
  const hasSampleSanctions = sentencesDimension(service, 'sanction_category')?.codes.some(({ sample }) => sample)
  return (
    <Provenance
      answers={[answers.mix, answers.share]}
      context={{ language, t, figures, service }}
      notes={[
        ...(hasSampleSanctions ? [t('sanctions_to_be_confirmed')] : []),
        ...revisionNote(choice.year, service.served(), service.releases(), t, figures),
      ]}
    >
      {changes.length > 0 && (
        <>
          <h2>{t('law_changes')}</h2>
          <ol>
            {changes.map(({ code, on, title, status, breaksSeries }) => (
              <li key={code}>
                {figures.date(on)}: {title}
                {breaksSeries && `, ${t('interrupts_series')}`}
                {status === 'sample' && ` (${t('to_be_confirmed')})`}
              </li>
            ))}
          </ol>
        </>
      )}
    </Provenance>
  )
}
