import { type CrosswalkRow, codeList, type Jurisdiction } from '#jurisdictions'
import type { SamplePlan } from './plan.ts'
import { apportion, type Random, seededRandom } from './random.ts'

/** One row of a synthetic extract, under the names of the house columns, in the sender's spellings. */
export type SampleRow = Readonly<Record<string, string>>

/** A calendar month, `month` from 1 to 12. */
export interface Month {
  readonly year: number
  readonly month: number
}

export interface SentenceSource {
  readonly jurisdiction: Jurisdiction
  readonly plan: SamplePlan
  readonly scale: number
  readonly random: Random
}

/** The sentences of one month, in the order of a court's register: by day. */
export function* sentencesOf({ year, month }: Month, source: SentenceSource): Generator<SampleRow> {
  for (const person of convictsOf({ year, month }, source)) yield* rowsOf(person, source)
}

interface Convict {
  readonly caseNo: string
  readonly personKey: string
  readonly date: Date
  readonly sanctionClass: string
}

/**
 * Who is convicted in a month. The yearly totals of the plan are met exactly. A tenth of the persons comes back in a
 * later case, a seventh is sentenced together with the person before.
 */
function* convictsOf({ year, month }: Month, { plan, scale, random }: SentenceSource): Generator<Convict> {
  const classes = Object.entries(plan.persons[String(year)] ?? {}).flatMap(([sanctionClass, persons]) =>
    Array<string>(apportion(persons * scale, monthWeights(plan, year, sanctionClass))[month - 1] ?? 0).fill(
      sanctionClass,
    ),
  )
  shuffle(classes, random)
  const days = workdays(year, month)
  let caseNo = ''
  let date = days[0] ?? new Date(Date.UTC(year, month - 1, 1))
  for (const [index, sanctionClass] of classes.entries()) {
    const together = index > 0 && random.chance(1 / 7)
    if (!together) {
      date = days[Math.floor((index / classes.length) * days.length)] ?? date
      caseNo = `C${year}${String(month).padStart(2, '0')}-${index.toString(36).padStart(5, '0')}`
    }
    yield { caseNo, personKey: personKey(year, random), date, sanctionClass }
  }
}

/**
 * The weights of the months of a year for one class: the season, the way from the year before to the year after, and a
 * little chance that is the same whichever months are written.
 */
function monthWeights({ persons, seasons }: SamplePlan, year: number, sanctionClass: string): readonly number[] {
  const inYear = (other: number) =>
    persons[String(other)]?.[sanctionClass] ?? persons[String(year)]?.[sanctionClass] ?? 1
  const slope = (inYear(year + 1) - inYear(year - 1)) / (2 * Math.max(inYear(year), 1))
  const chance = seededRandom(year * 31 + sanctionClass.charCodeAt(0) * 7 + sanctionClass.charCodeAt(1))
  return seasons.map((season, month) => season * (1 + (slope * (month - 5.5)) / 12) * (0.94 + 0.12 * chance.next()))
}

/** Keys as an agency's own pseudonymisation would give them: opaque, the same person with the same key. */
function personKey(year: number, random: Random): string {
  const returning = random.chance(0.1)
  const pool = returning ? 40_000 : 2 ** 31
  return `P${(returning ? 0 : year).toString(36)}-${random.below(pool).toString(36).padStart(6, '0')}`
}

function* rowsOf(convict: Convict, source: SentenceSource): Generator<SampleRow> {
  const { jurisdiction, plan, random } = source
  const custodial = convict.sanctionClass === 'CUST'
  const offence = random.pick(tilt(plan.offences, custodial))
  const region = random.pick(tilt(plan.regions, custodial))
  const court = pickCourt(jurisdiction, region, random)
  const regime = regimeOn(jurisdiction, convict.date)
  const category = pickCategory(source, convict.sanctionClass, regime)
  const about = person(convict, offence, source)
  const charges = random.chance(0.07) ? 3 : random.chance(0.22) ? 2 : 1
  const principal = random.below(charges)
  const base = { ...about, court, stage: '1', case_key: convict.caseNo, person_key: convict.personKey }
  for (let charge = 0; charge < charges; charge++) {
    const isPrincipal = charge === principal
    const imposed = isPrincipal ? category : pickLesser(source, category, regime)
    const article = pickArticle(jurisdiction, offence, regime, random)
    const term = amount(source, imposed, article.statutoryMaxMonths ?? 60, isPrincipal ? 1 : 0.6)
    const row = { ...base, charge_no: String(charge + 1), article: article.source }
    yield { ...row, sanction_no: '1', ...sanction(jurisdiction, imposed, regime), ...term }
    if (isPrincipal && withTerm(convict.sanctionClass) && random.chance(0.07)) {
      const additional = sanction(jurisdiction, plan.additional_sanction, regime)
      yield { ...row, sanction_no: '2', ...additional, length: '', fine_amount: '' }
    }
  }
}

function person({ date, sanctionClass }: Convict, offence: string, { plan, random }: SentenceSource): SampleRow {
  const custodial = sanctionClass === 'CUST'
  const age = Math.min(78, Math.max(15, Math.round(17 + 13 * -Math.log(1 - random.next()) + 6 * random.next())))
  const yes = (probability: number) => (random.chance(probability) ? '1' : '0')
  return {
    sentenced_on: russianDate(date),
    in_force_on: russianDate(new Date(date.getTime() + (10 + random.below(35)) * 86_400_000)),
    sex: random.chance(plan.women_share * (custodial ? 0.6 : 1.2)) ? 'Ж' : 'М',
    birth_year: random.chance(0.01) ? '' : String(date.getUTCFullYear() - age),
    citizenship: random.pick({ '1': 0.965, '2': 0.025, '3': 0.008, '4': 0.002 }),
    disability: yes(0.015),
    prior_conviction: yes(custodial ? 0.45 : 0.18),
    detained_before_trial: yes(custodial ? 0.7 : 0.12),
    legal_aid: yes(0.4),
    domestic_violence: yes(['0101', '0201'].includes(offence) ? 0.16 : 0.01),
  }
}

/** Custodial sentences lean to some regions and offences; the yearly totals stay as they are. */
function tilt(places: SamplePlan['regions'], custodial: boolean): Record<string, number> {
  const entries = Object.entries(places).map(([key, place]) => [key, place.weight * (custodial ? place.custodial : 1)])
  return Object.fromEntries(entries)
}

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

function workdays(year: number, month: number): readonly Date[] {
  const days = Array.from({ length: 31 }, (_, day) => new Date(Date.UTC(year, month - 1, day + 1)))
  return days.filter((day) => day.getUTCMonth() === month - 1 && day.getUTCDay() % 6 !== 0)
}

function russianDate(date: Date): string {
  const [year, month, day] = date.toISOString().slice(0, 10).split('-')
  return `${day}.${month}.${year}`
}

function shuffle(items: string[], random: Random): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    const moved = items[last] ?? ''
    items[last] = items[other] ?? ''
    items[other] = moved
  }
}
