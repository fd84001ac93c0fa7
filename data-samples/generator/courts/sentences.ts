import { type CrosswalkRow, codeList, type Jurisdiction } from '#jurisdictions'
import { russianDate } from '../basis/calendar.ts'
import type { SamplePlan } from '../basis/plan.ts'
import { type RandomSource, randomFor } from '../basis/random.ts'
import { mergedRest } from '../basis/shares.ts'
import type { Convict } from './convicts.ts'
import { asPronounced } from './first-instance.ts'
import {
  amount,
  pickCategory,
  pickLesser,
  regimeOn,
  type SampleRow,
  type SentenceSource,
  sanction,
  termInDays,
  withTerm,
} from './sanctions.ts'

/** What a judgment says of a person beside its sanctions: other registers need it. */
export interface Judgment {
  /** As it stands once an appeal is decided. */
  readonly rows: readonly SampleRow[]
  /** As pronounced: the same rows under the same keys. */
  readonly firstRows: readonly SampleRow[]
  /** The class of the most severe sanction that was pronounced. */
  readonly firstClass: string
  readonly region: string
  readonly category: string
  /** Of the principal sanction; 0 without a term. */
  readonly termDays: number
}

const longestTerm = 18_250

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
  const categories: string[] = []
  let principalAt = 0
  for (let charge = 0; charge < charges; charge++) {
    const isPrincipal = charge === principal
    const imposed = isPrincipal ? category : pickLesser(source, category, regime)
    const article = pickArticle(jurisdiction, offence, regime, random)
    const drawn = amount(source, imposed, article.statutoryMaxMonths ?? 60, isPrincipal ? 1 : 0.6)
    const term = isPrincipal && convict.merges ? wholeTerm(drawn, convict) : drawn
    const row = { ...base, charge_no: String(charge + 1), article: article.source }
    if (isPrincipal) principalAt = rows.length
    rows.push({ ...row, sanction_no: '1', ...sanction(jurisdiction, imposed, regime), ...term })
    categories.push(imposed)
    if (isPrincipal && withTerm(convict.sanctionClass) && random.chance(0.07)) {
      const additional = sanction(jurisdiction, plan.additional_sanction, regime)
      rows.push({ ...row, sanction_no: '2', ...additional, length: '', fine_amount: '' })
      categories.push(plan.additional_sanction)
    }
  }
  const termDays = Number(rows[principalAt]?.['length'] ?? 0)
  return { rows, ...asPronounced(convict, rows, categories, principalAt, source), region, category, termDays }
}

/** The term of a judgment that merges an earlier one: its own and what is left of that one. */
function wholeTerm(own: SampleRow, { caseKey, personKey }: Convict): SampleRow {
  if (!own['length']) return own
  const rest = mergedRest.min + randomFor('rest', caseKey, personKey).below(mergedRest.spread)
  return { ...own, length: String(Math.min(longestTerm, Number(own['length']) + Number(termInDays(rest)))) }
}

function aboutPerson(convict: Convict, offence: string, random: RandomSource): SampleRow {
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
    prior_conviction: yes(convict.merges ? 1 : custodial ? 0.45 : 0.18),
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

function pickCourt(jurisdiction: Jurisdiction, region: string, random: RandomSource): string {
  const courts = codeList(jurisdiction, 'courts').codes.filter(({ parent }) => parent === region)
  return random.pick(Object.fromEntries(courts.map(({ code }, index) => [code, 1 / (index + 1.5)])))
}

function pickArticle(
  { crosswalks }: Jurisdiction,
  offence: string,
  regime: string,
  random: RandomSource,
): CrosswalkRow {
  const rows = crosswalks.get('articles')?.rows.filter((row) => row.code === offence && row.regime === regime) ?? []
  const row = rows[random.below(rows.length)]
  if (row === undefined) throw new Error(`no article of ${regime} is mapped to ${offence}`)
  return row
}
