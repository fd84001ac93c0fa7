import type { Findings, Taraza } from '../../client/index.ts'
import { between, percent, type Words } from './words.ts'

export interface WomenAndMen {
  readonly shares: readonly { readonly sex: string; readonly share: number; readonly persons: number }[]
  readonly ratio: number
  readonly adjusted: number
  /** Whether the comparison turns round when offences are compared one by one (Simpson's paradox). */
  readonly isReversed: boolean
  readonly words: Words
  readonly about: Findings
}

/** Whether women and men are sentenced to custody equally often, with and without the offences that they are sentenced for. */
export async function womenAndMen(taraza: Taraza, year: number): Promise<WomenAndMen> {
  const about = await taraza.statistics('disparity', 'sentences', {
    measure: ['custodial_share'],
    by: ['sex', 'offence_section'],
    from: year,
    to: year,
  })
  const raw = about.findings.find(({ group }) => group['within'] === undefined)
  const within = about.findings.find(({ group }) => group['within'] !== undefined)?.result
  const [first, second] = raw?.result.shares ?? []
  const shareOf = ({ events, total }: { events: number; total: number }) => events / total
  const shares = [
    { sex: raw?.group['sex'] ?? '', share: shareOf(first), persons: first.total },
    { sex: raw?.group['against'] ?? '', share: shareOf(second), persons: second.total },
  ]
  const { ratio, interval } = raw?.result.ratio ?? {}
  const number = (value: number) => value.toFixed(2)
  const warning = within.isReversed
    ? {
        en: 'The comparison turns round when offences are compared one by one.',
        ru: 'При сравнении по отдельным преступлениям вывод меняется на противоположный.',
      }
    : {
        en: 'It points the same way when offences are compared one by one.',
        ru: 'При сравнении по отдельным преступлениям направление то же.',
      }
  const [women, men] = shares.map(({ share }) => percent(share))
  return {
    shares,
    ratio,
    adjusted: within.adjusted,
    isReversed: within.isReversed,
    words: {
      en: `In ${year}, ${women} of the women and ${men} of the men sentenced went to custody: ratio ${number(ratio)} (95 % interval ${between(interval, number)}). ${warning.en} The odds ratio within offences is ${number(within.adjusted)} (${between(within.interval, number)}).`,
      ru: `В ${year} году к лишению свободы приговорены ${women} осуждённых женщин и ${men} мужчин: отношение ${number(ratio)} (95 % интервал ${between(interval, number)}). ${warning.ru} Отношение шансов внутри преступлений — ${number(within.adjusted)} (${between(within.interval, number)}).`,
    },
    about,
  }
}
