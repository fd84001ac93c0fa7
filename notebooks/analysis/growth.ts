import type { About, Row, Taraza } from '../../client/index.ts'
import { between, change, moved, percent, type Words } from './words.ts'
import { completeRows, lastYear } from './years.ts'

/** The classes that the overview page counts as non-custodial. */
const noncustodial = ['SUSP', 'CSM', 'FIN', 'OTH', 'MIX']

export interface Growth {
  readonly counts: readonly Row[]
  readonly shares: readonly Row[]
  readonly year: number
  readonly growth: number
  readonly words: Words
  readonly about: About
}

/** The interval of the growth, with what years vary beyond chance. */
async function boundsOf(taraza: Taraza, since: string, until: string) {
  const asked = { measure: ['persons'], by: ['year'], sanction_class: noncustodial, since, until }
  const { findings } = await taraza.statistics('growth', 'sentences', asked)
  return { lower: Number(findings[0]?.result['lower']), upper: Number(findings[0]?.result['upper']) }
}

/**
 * How non-custodial sanctions grew since a base year: count and share, with intervals, never only one of them.
 *
 * @param until - the year to compare with; otherwise the last complete one
 */
export async function growthSince(taraza: Taraza, base: number, until?: number): Promise<Growth> {
  const since = { by: ['year'] as const, base, from: base, interval: 95 }
  const counted = await taraza.query('sentences', { ...since, measure: ['persons'], sanction_class: noncustodial })
  const shared = await taraza.query('sentences', { ...since, measure: ['noncustodial_share'] })
  const [counts, shares, year] = [completeRows(counted), completeRows(shared), until ?? lastYear(counted)]
  const rowOf = (rows: readonly Row[], wanted: number) => rows.find((row) => row['year'] === wanted) ?? {}
  const last = rowOf(counts, year)
  const growth = Number(last['persons_change'])
  const bounds = await boundsOf(taraza, String(base), String(year))
  const verb = moved(bounds.lower, bounds.upper)
  const share = (wanted: number) => percent(Number(rowOf(shares, wanted)['noncustodial_share']))
  const range = between(bounds, change)
  const isBroken = last['comparison'] === 'across_break'
  const law = isBroken
    ? {
        en: ' A change of the law lies between, so the years are not fully comparable.',
        ru: ' Между ними изменился закон, поэтому годы не вполне сопоставимы.',
      }
    : { en: '', ru: '' }
  return {
    counts,
    shares,
    year,
    growth,
    words: {
      en: `From ${base} to ${year} the number of persons with a non-custodial sanction ${verb.en}: ${change(growth)} (95 % interval ${range}). Their share in all persons sentenced went from ${share(base)} to ${share(year)}.${law.en}`,
      ru: `С ${base} по ${year} год число лиц с наказанием без лишения свободы ${verb.ru}: ${change(growth)} (95 % интервал ${range}). Их доля среди всех осуждённых изменилась с ${share(base)} до ${share(year)}.${law.ru}`,
    },
    about: counted.about,
  }
}
