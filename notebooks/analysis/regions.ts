import type { Findings, Taraza } from '../../client/index.ts'
import { percent, type Words } from './words.ts'

export interface RegionRate {
  readonly region: string
  readonly persons: number
  /** As counted, as if every region had the country's mix of offences, and drawn towards the whole as far as it is small. */
  readonly raw: number
  readonly standardised: number
  readonly shrunken: number
  readonly lower: number
  readonly upper: number
  readonly isOutside: boolean
}

export interface Regions {
  readonly overall: number
  readonly regions: readonly RegionRate[]
  readonly words: Words
  readonly about: Findings
}

/** Which regions differ from the country by more than chance, and how much the mix of offences explains. */
export async function regionsIn(taraza: Taraza, year: number): Promise<Regions> {
  const when = { measure: ['custodial_share'] as const, from: year, to: year }
  const about = await taraza.statistics('funnel', 'sentences', { ...when, by: ['region'] })
  const adjusted = await taraza.statistics('standardise', 'sentences', { ...when, by: ['region', 'offence_section'] })
  const regions = about.findings.map(({ group, result }) => {
    const other = adjusted.findings.find((finding) => finding.group['region'] === group['region'])?.result
    return {
      region: group['region'] ?? '',
      persons: result.total,
      raw: result.share,
      standardised: other.adjusted,
      shrunken: other.shrunken,
      lower: result.limits998.lower,
      upper: result.limits998.upper,
      isOutside: result.standsAmongMany,
    }
  })
  const outside = regions.filter(({ isOutside }) => isOutside).length
  const overall = about.parameters['overall'] as number
  return {
    overall,
    regions,
    words: {
      en: `In ${year} the custodial share of the country was ${percent(overall)}. Of ${regions.length} regions ${outside} differ from it by more than chance explains, all comparisons taken together. The others should not be ranked.`,
      ru: `В ${year} году доля лишения свободы по стране составила ${percent(overall)}. Из ${regions.length} регионов ${outside} отличаются от неё больше, чем объясняет случайность, с учётом всех сравнений. Остальные ранжировать нельзя.`,
    },
    about,
  }
}
