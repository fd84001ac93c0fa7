import type { About, Row, Taraza } from '../../client/index.ts'
import { growthSince } from './growth.ts'
import { type RegionRate, regionsIn } from './regions.ts'
import { decompositionOf, type Effect } from './substitution.ts'
import { percent, type Words } from './words.ts'

export interface Mongolia {
  readonly growth: Words
  readonly shares: readonly Row[]
  readonly effects: readonly Effect[]
  readonly why: Words
  readonly regions: readonly RegionRate[]
  readonly where: Words
  readonly about: About
}

/** How to come to a server that has the extract; nothing when this one has. */
export function withoutExtract({ catalog }: Taraza): Words | undefined {
  const { code } = catalog.jurisdiction
  if (code === 'mn') return undefined
  return {
    en: `This server has figures of ${code}. Serve a home with the Mongolian extract, and open this page on that server.`,
    ru: `На этом сервере данные ${code}. Запустите сервер с монгольскими данными и откройте эту страницу на нём.`,
  }
}

/** The questions of the other notebooks on the Mongolian extract: what changed since a year, why, and where. */
export async function mongoliaSince(taraza: Taraza, base: number): Promise<Mongolia> {
  const { words: growth, shares, year, about } = await growthSince(taraza, base)
  const effects = await decompositionOf(taraza, base, year)
  const { regions, words: where } = await regionsIn(taraza, year)
  const points = (name: string) => percent(effects.find(({ effect }) => effect === name)?.value ?? 0)
  return {
    growth,
    shares,
    effects,
    why: {
      en: `From ${base} to ${year} the custodial share changed by ${points('total')} of all persons sentenced. Arithmetically, ${points('offence_section')} are due to another mix of offences, ${points('sex')} to another mix of women and men, and ${points('decisions')} to other decisions on the same mix.`,
      ru: `С ${base} по ${year} год доля лишения свободы изменилась на ${points('total')} от всех осуждённых. Арифметически ${points('offence_section')} объясняется составом преступлений, ${points('sex')} — составом осуждённых по полу, ${points('decisions')} — другими решениями при том же составе.`,
    },
    regions,
    where,
    about,
  }
}
