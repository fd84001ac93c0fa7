import { type CrosswalkRow, codeList, type Jurisdiction } from '#jurisdictions'
import { russianDate } from './calendar.ts'
import type { Convict } from './convicts.ts'
import type { SamplePlan } from './plan.ts'
import type { Random } from './random.ts'

/** One row of a synthetic extract, under the names of the house columns, in the sender's spellings. */
export type SampleRow = Readonly<Record<string, string>>

export interface SentenceSource {
  readonly jurisdiction: Jurisdiction
  readonly plan: SamplePlan
  readonly random: Random
}

/** What a judgment says of a person beside its sanctions: other registers need it. */
export interface Judgment {
  readonly rows: readonly SampleRow[]
  readonly region: string
  readonly category: string
  /** Of the principal sanction; 0 without a term. */
  readonly termDays: number
}

/** The sentences of one person in one judgment. */
export function judgmentOf(convict: Convict, source: SentenceSource): Judgment {
  const { jurisdiction, plan, random } = source
  const custodial = convict.sanctionClass === 'CUST'
  const offence = random.pick(tilt(plan.offences, custodial))
  const region = random.pick(tilt(plan.regions, custodial))
  const regime = regimeOn(jurisdiction, convict.sentencedOn)
  const category = pickCategory(source, convict.sanctionClass, regime)
  const charges = random.chance(0.07) ? 3 : random.chance(0.22) ? 2 : 1
  const principal = random.below(charges)
  const base = { ...aboutPerson(convict, offence, random), court: pickCourt(jurisdiction, region, random), stage: '1' }
  const rows: SampleRow[] = []
  let termDays = 0
  for (let charge = 0; charge < charges; charge++) {
    const isPrincipal = charge === principal
    const imposed = isPrincipal ? category : pickLesser(source, category, regime)
    const article = pickArticle(jurisdiction, offence, regime, random)
    const term = amount(source, imposed, article.statutoryMaxMonths ?? 60, isPrincipal ? 1 : 0.6)
    const row = { ...base, charge_no: String(charge + 1), article: article.source }
    rows.push({ ...row, sanction_no: '1', ...sanction(jurisdiction, imposed, regime), ...term })
    if (isPrincipal) termDays = Number(term['length'] ?? 0)
    if (isPrincipal && withTerm(convict.sanctionClass) && random.chance(0.07)) {
      const additional = sanction(jurisdiction, plan.additional_sanction, regime)
      rows.push({ ...row, sanction_no: '2', ...additional, length: '', fine_amount: '' })
    }
  }
  return { rows, region, category, termDays }
}

function aboutPerson(convict: Convict, offence: string, random: Random): SampleRow {
  const custodial = convict.sanctionClass === 'CUST'
  const yes = (probability: number) => (random.chance(probability) ? '1' : '0')
  return {
    case_key: convict.caseKey,
    person_key: convict.personKey,
    sentenced_on: russianDate(convict.sentencedOn),
    in_force_on: russianDate(convict.inForceOn),
    sex: convict.sex,
    birth_year: random.chance(0.01) ? '' : String(convict.birthYear),
    citizenship: random.pick({ '1': 0.965, '2': 0.025, '3': 0.008, '4': 0.002 }),
    disability: yes(0.015),
    prior_conviction: yes(custodial ? 0.45 : 0.18),
    detained_before_trial: convict.detained ? '1' : '0',
    legal_aid: yes(0.4),
    domestic_violence: yes(['0101', '0201'].includes(offence) ? 0.16 : 0.01),
  }
}

/** Custodial sentences lean to some regions and offences; the yearly totals stay as they are. */
function tilt(places: SamplePlan['regions'], custodial: boolean): Record<string, number> {
  const known = tilted.get(places)?.[Number(custodial)]
  if (known !== undefined) return known
  const of = (leaning: boolean) =>
    Object.fromEntries(
      Object.entries(places).map(([key, place]) => [key, place.weight * (leaning ? place.custodial : 1)]),
    )
  tilted.set(places, [of(false), of(true)])
  return of(custodial)
}

const tilted = new WeakMap<SamplePlan['regions'], readonly [Record<string, number>, Record<string, number>]>()

function pickCourt(jurisdiction: Jurisdiction, region: string, random: Random): string {
  const courts = codeList(jurisdiction, 'courts').codes.filter(({ parent }) => parent === region)
  return random.pick(Object.fromEntries(courts.map(({ code }, index) => [code, 1 / (index + 1.5)])))
}

function regimeOn({ profile }: Jurisdiction, date: Date): string {
  const day = date.toISOString().slice(0, 10)
  return profile.regimes.findLast(({ from }) => from <= day)?.code ?? ''
}

function pickCategory({ jurisdiction, plan, random }: SentenceSource, sanctionClass: string, regime: string): string {
  const known = Object.entries(plan.categories[sanctionClass] ?? {}).filter(([code]) =>
    sanctionRow(jurisdiction, code, regime),
  )
  return random.pick(Object.fromEntries(known))
}

/** A sanction for a further charge: never more severe than the principal one. */
function pickLesser({ jurisdiction, random }: SentenceSource, category: string, regime: string): string {
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

function sanction(jurisdiction: Jurisdiction, category: string, regime: string): SampleRow {
  const row = sanctionRow(jurisdiction, category, regime)
  return { sanction: row?.source ?? '', serving: row?.serving ?? '' }
}

function pickArticle({ crosswalks }: Jurisdiction, offence: string, regime: string, random: Random): CrosswalkRow {
  const rows = crosswalks.get('articles')?.rows.filter((row) => row.code === offence && row.regime === regime) ?? []
  const row = rows[random.below(rows.length)]
  if (row === undefined) throw new Error(`no article of ${regime} is mapped to ${offence}`)
  return row
}

/** The term in days or the fine, for the categories that have one. */
function amount(
  { jurisdiction, plan, random }: SentenceSource,
  category: string,
  maxMonths: number,
  share: number,
): SampleRow {
  const sanctionClass = classOf(jurisdiction, category)
  if (sanctionClass === 'FIN') return { length: '', fine_amount: String((50 + random.below(950)) * 100) }
  if (!withTerm(sanctionClass) || plan.without_term.includes(category)) return { length: '', fine_amount: '' }
  const months = Math.max(2, Math.round(maxMonths * share * (0.15 + 0.75 * random.next() * random.next())))
  const whole = months > 24 ? Math.round(months / 6) * 6 : months
  return { length: String(Math.round((whole * 365) / 12)), fine_amount: '' }
}

function classOf(jurisdiction: Jurisdiction, category: string): string {
  return codeList(jurisdiction, 'sanction_categories').codes.find(({ code }) => code === category)?.parent ?? ''
}

function withTerm(sanctionClass: string): boolean {
  return sanctionClass === 'CUST' || sanctionClass === 'SUSP'
}
