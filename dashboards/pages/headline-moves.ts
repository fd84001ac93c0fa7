import type { Service } from '#api'
import type { Language } from '#jurisdictions'
import { type MissingMove, missingMoves } from '../boards/missing-shares.ts'
import type { Ask } from '../send-drawn.ts'
import { classesOfSanctions } from './classes-of-sanctions.ts'
import type { OverviewChoice } from './overview-questions.ts'

export const tones = ['all', 'noncustodial', 'custodial', 'share'] as const
export type Tone = (typeof tones)[number]

/** By headline, how the share of what is not recorded moved between its two years. */
export type HeadlineMoves = Readonly<Record<Tone, readonly MissingMove[]>>

/** Asks what is missing behind each headline of the overview. */
export async function headlineMoves(
  { region, base, year }: OverviewChoice,
  context: { readonly service: Service<'public'>; readonly language: Language; readonly ask: Ask },
): Promise<HeadlineMoves> {
  const classes = classesOfSanctions(context.service)
  const place: Readonly<Record<string, string>> = region === undefined ? {} : { region }
  const figures: Readonly<Record<Tone, { measure: string; where: Readonly<Record<string, string>> }>> = {
    all: { measure: 'persons', where: place },
    noncustodial: { measure: 'persons', where: { ...place, sanction_class: classes.noncustodial.join(',') } },
    custodial: { measure: 'persons', where: { ...place, sanction_class: classes.custodial.join(',') } },
    share: { measure: 'custodial_share', where: place },
  }
  const years = { dataset: 'sentences', by: 'year', before: String(base), after: String(year) }
  const found = tones.map(async (tone) => [tone, await missingMoves({ ...years, ...figures[tone] }, context)] as const)
  return Object.fromEntries(await Promise.all(found)) as HeadlineMoves
}
