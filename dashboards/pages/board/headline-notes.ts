import { type Calendar, periodLabel, type ReleaseManifest } from '#warehouse'
import type { TwoYears } from '../../boards/years.ts'
import type { BoardContext } from '../../panels/board-context.ts'
import type { FigureWriter } from '../../texts/figures.ts'
import type { Translate } from '../../texts/messages.ts'

/** What has to be said beside figures that are compared: unconfirmed lists, and what revisions did to the later year. */
export function notesOfHeadlines(
  { year }: TwoYears,
  { service, edition, t, figures }: BoardContext,
): readonly string[] {
  const sanctions = service.catalog.datasets.get('sentences')?.dimensions.get('sanction_category')
  const hasSample = sanctions?.codes.some(({ sample }) => sample)
  return [
    ...(hasSample ? [t('sanctions_to_be_confirmed')] : []),
    ...revisionNote(year, edition.id, service.releases(), service.catalog.jurisdiction, t, figures),
  ]
}

/** What revisions did to the headline figures of a year, from the first release that held it to the one of the page. */
function revisionNote(
  year: number,
  id: string,
  releases: readonly ReleaseManifest[],
  calendar: Calendar,
  t: Translate,
  figures: FigureWriter,
): readonly string[] {
  const period = String(year)
  const label = periodLabel(period, calendar)
  const first = releases.find(({ headlines }) => headlines.some((one) => one.period === period))
  const served = releases.find((release) => release.id === id)
  if (first === undefined || served === undefined) return []
  if (first.id === served.id) return [t('revision_none', { release: served.id, year: label })]
  const valueIn = ({ headlines }: ReleaseManifest, indicator: 'persons' | 'custodial_share') =>
    headlines.find((one) => one.indicator === indicator && one.period === period)?.value ?? null
  const [was, is] = [first, served].map((release) => valueIn(release, 'persons'))
  const [wasShare, isShare] = [first, served].map((release) => valueIn(release, 'custodial_share'))
  if (was == null || is == null || wasShare == null || isShare == null) return []
  const written = {
    was,
    is: figures.count(is),
    wasShare: figures.percent(wasShare),
    isShare: figures.percent(isShare),
  }
  return [t('revision_moved', { year: label, first: first.id, release: served.id, ...written })]
}
