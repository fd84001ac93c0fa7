import { Refusal } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { releaseStore } from './store.ts'

/**
 * Published years and quarters keep their meaning: by other years the same people would be told a second time in other groups, and
 * the difference tells of single ones.
 *
 * @throws {@link Refusal} `OTHER_YEARS` where a release of the home counts by years that begin in another month
 */
export function requireSameYears(home: string, { profile }: Pick<Jurisdiction, 'profile'>): void {
  const { id, yearStarts } = releaseStore.current(home) ?? {}
  if (id === undefined || yearStarts === profile.year_starts) return
  const advice = `The release ${id} counts by years that begin in month ${yearStarts}, and jurisdiction.yaml says year_starts: ${profile.year_starts}. Write year_starts: ${yearStarts} again, or begin a new home (TARAZA_HOME) and deliver everything to it.`
  throw new Refusal('OTHER_YEARS', advice, { parameter: 'year_starts' })
}
