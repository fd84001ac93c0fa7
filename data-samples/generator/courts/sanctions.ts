import { type CrosswalkRow, codeList, type Jurisdiction } from '#jurisdictions'
import { isoDate } from '../basis/calendar.ts'
import type { SamplePlan } from '../basis/plan.ts'
import type { RandomSource } from '../basis/random.ts'

/** One row of a synthetic extract, under the names of the canonical columns, in the sender's spellings. */
export type SampleRow = Readonly<Record<string, string>>

export interface SentenceSource {
  readonly jurisdiction: Jurisdiction
  readonly plan: SamplePlan
  readonly random: RandomSource
}

/** The code regime of a day. */
export function regimeOn({ profile }: Jurisdiction, date: Date): string {
  const day = isoDate(date)
  return profile.regimes.findLast(({ from }) => from <= day)?.code ?? ''
}

export function pickCategory(
  { jurisdiction, plan, random }: SentenceSource,
  sanctionClass: string,
  regime: string,
): string {
  return random.pick(Object.fromEntries(categoriesOf(jurisdiction, plan, sanctionClass, regime)))
}

/** The category that most sentences of a class have under a regime. */
export function commonCategory(source: SentenceSource, sanctionClass: string, regime: string): string {
  const known = categoriesOf(source.jurisdiction, source.plan, sanctionClass, regime)
  return known.toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? ''
}

function categoriesOf(jurisdiction: Jurisdiction, plan: SamplePlan, sanctionClass: string, regime: string) {
  return Object.entries(plan.categories[sanctionClass] ?? {}).filter(([code]) =>
    sanctionRow(jurisdiction, code, regime),
  )
}

/** A sanction for a further charge: never more severe than the principal one. */
export function pickLesser({ jurisdiction, random }: SentenceSource, category: string, regime: string): string {
  const { codes } = codeList(jurisdiction, 'sanction_categories')
  const limit = codes.find(({ code }) => code === category)?.severity ?? 0
  const candidates = codes.filter(
    ({ code, severity = 0 }) => severity > 15 && severity < limit && sanctionRow(jurisdiction, code, regime),
  )
  if (candidates.length === 0) return category
  return random.pick(Object.fromEntries(candidates.map(({ code, severity = 1 }) => [code, severity])))
}

function sanctionRow({ crosswalks }: Jurisdiction, category: string, regime: string): CrosswalkRow | undefined {
  return crosswalks.get('sanctions')?.rows.find((row) => row.code === category && row.regime === regime)
}

/** How the courts write a category. */
export function sanction(jurisdiction: Jurisdiction, category: string, regime: string): SampleRow {
  const row = sanctionRow(jurisdiction, category, regime)
  return { sanction: row?.source ?? '', serving: row?.serving ?? '' }
}

/** The term in days or the fine, for the categories that have one. */
export function amount(
  { jurisdiction, plan, random }: SentenceSource,
  category: string,
  maxMonths: number,
  share: number,
): SampleRow {
  const sanctionClass = classOf(jurisdiction, category)
  if (sanctionClass === 'FIN') return { length: '', fine_amount: String((50 + random.below(950)) * 100) }
  if (!withTerm(sanctionClass) || plan.without_term.includes(category)) return { length: '', fine_amount: '' }
  const months = Math.max(2, Math.round(maxMonths * share * (0.15 + 0.75 * random.next() * random.next())))
  return { length: termInDays(months), fine_amount: '' }
}

/** A term in days, as courts round it: above two years to half years. */
export function termInDays(months: number): string {
  const whole = months > 24 ? Math.round(months / 6) * 6 : months
  return String(Math.round((whole * 365) / 12))
}

export function classOf(jurisdiction: Jurisdiction, category: string): string {
  return codeList(jurisdiction, 'sanction_categories').codes.find(({ code }) => code === category)?.parent ?? ''
}

export function severityOf(jurisdiction: Jurisdiction, category: string): number {
  return codeList(jurisdiction, 'sanction_categories').codes.find(({ code }) => code === category)?.severity ?? 0
}

export function withTerm(sanctionClass: string): boolean {
  return sanctionClass === 'CUST' || sanctionClass === 'SUSP'
}
