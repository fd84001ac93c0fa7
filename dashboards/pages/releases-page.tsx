import { mean } from 'd3-array'
import { type Calendar, isOverdue, maxWidthOf, periodLabel, type ReleaseManifest } from '#warehouse'
import { DataTable } from './frame/panel.tsx'
import { type ReleasePage, TitledPage } from './frame/titled-page.tsx'
import { type HeadlineIndicator, headlineIn, revisionsOf } from './revisions.ts'

/** Years and quarters of the revision triangle that are shown: the latest. */
const shownPeriods = 8

/** What was published when, what is next, and how figures moved from release to release. */
export function ReleasesPage(page: ReleasePage) {
  const { service, release: served, language, t, figures, site } = page
  // Oldest first; the last one need not be the one that is served.
  const releases = service.releases()
  const latest = releases.at(-1) ?? served
  const labelOf = (period: string) => periodLabel(period, service.catalog.jurisdiction)
  return (
    <TitledPage name="releases" language={language} t={t} site={site} synthetic={served.synthetic}>
      <p>{t(isOverdue(latest) ? 'next_release_overdue' : 'next_release', { date: figures.date(latest.nextDue) })}</p>
      <DataTable
        caption={t('releases_calendar')}
        head={[
          t('release'),
          t('releases_published'),
          t('releases_through'),
          t('releases_final'),
          t('releases_what'),
          t('releases_gaps'),
          t('releases_exceptions'),
        ]}
        rows={releases.toReversed().map((release) => ({ cells: cellsOf(release, page) }))}
      />
      <h2>{t('releases_triangle')}</h2>
      <p>{t('releases_triangle_about')}</p>
      {(['persons', 'custodial_share'] as const).map((indicator) => (
        <Triangle key={indicator} indicator={indicator} releases={releases} labelOf={labelOf} t={t} figures={figures} />
      ))}
    </TitledPage>
  )
}

/** A release in the calendar of releases. */
function cellsOf(release: ReleaseManifest, { service, release: served, t, figures }: ReleasePage): readonly string[] {
  const { jurisdiction: calendar } = service.catalog
  const labelOf = (period: string) => periodLabel(period, calendar)
  return [
    release.id === served.id ? t('releases_served', { release: release.id }) : release.id,
    figures.date(release.publishedAt.slice(0, 10)),
    labelOf(release.through),
    release.finalThrough === null ? t('releases_all_provisional') : labelOf(release.finalThrough),
    release.revised ? t('releases_revised') : t('releases_added'),
    release.gaps.map(({ register, quarter }) => `${register} ${labelOf(quarter)}`).join(', ') || '–',
    exceptionsOf(release, calendar, t, figures).join('; ') || '–',
  ]
}

/** What a release promises less of than declared, and which deliveries wait for the next batch. */
function exceptionsOf(
  { cubes, waiting = [] }: ReleaseManifest,
  calendar: Calendar,
  t: ReleasePage['t'],
  figures: ReleasePage['figures'],
) {
  const wider = Object.entries(cubes).flatMap(([cube, { wider: found }]) => {
    if (found === undefined) return []
    const width = figures.ratio(maxWidthOf(found.widths))
    return [t('releases_wider', { cube, width, name: found.acceptedBy })]
  })
  return [
    ...wider,
    ...waiting.map(({ register, quarter }) =>
      t('releases_waits', { what: `${register} ${periodLabel(quarter ?? '', calendar)}`.trim() }),
    ),
  ]
}

interface TriangleProps extends Pick<ReleasePage, 't' | 'figures'> {
  readonly releases: readonly ReleaseManifest[]
  readonly indicator: HeadlineIndicator
  readonly labelOf: (period: string) => string
}

/** A row for each period, a column for each release: how a figure moved, and by how much on average. */
function Triangle({ indicator, releases, labelOf, t, figures }: TriangleProps) {
  const periods = [...new Set(releases.flatMap(({ headlines }) => headlines.map(({ period }) => period)))].sort()
  const shown = periods.filter((period) => period.includes('Q')).slice(-shownPeriods)
  const write = indicator === 'persons' ? figures.count : figures.percent
  const average = mean(revisionsOf(releases, indicator))
  const name = t(indicator === 'persons' ? 'persons' : 'chart_share')
  return (
    <>
      <DataTable
        caption={name}
        head={[t('period'), ...releases.map(({ id }) => id)]}
        rows={shown.map((period) => ({
          cells: [
            labelOf(period),
            ...releases.map((release) => {
              const found = headlineIn(release, indicator, period)
              return found === null ? '–' : write(found)
            }),
          ],
        }))}
      />
      <p>
        {average === undefined
          ? t('releases_no_revision')
          : t('releases_mean_revision', {
              mean: indicator === 'persons' ? figures.ratio(average) : figures.points(average),
            })}
      </p>
    </>
  )
}
