import { addDays, daysBetween, firstDayOf, lastDayOf, monthOf, quarterOf, russianDate } from './calendar.ts'
import type { Convict } from './convicts.ts'
import { classCounts, detainedCount } from './convicts.ts'
import type { Deliveries } from './deliveries.ts'
import { lifePlan } from './life-plan.ts'
import type { SamplePlan } from './plan.ts'
import { type Lottery, lottery, type Random } from './random.ts'
import type { Judgment, SampleRow } from './sentences.ts'
import { atQuarterEnd, inYear } from './yearly.ts'

/** Quarters beyond the end whose convicts are already detained at the end. */
const foresight = 6

interface Window {
  readonly first: number
  readonly last: number
}

/**
 * Writes prison stays that follow the sentences: remand before the judgment, the sentence itself, release. Stocks at the
 * ends of years, and the share of unsentenced among them, are those of the plan.
 */
export class PrisonRegister {
  readonly #plan: SamplePlan
  readonly #deliveries: Deliveries
  readonly #window: Window
  readonly #admissions: readonly Lottery<number | undefined>[]
  readonly #releases: readonly Lottery<number | undefined>[]

  constructor(plan: SamplePlan, scale: number, window: Window, deliveries: Deliveries) {
    this.#plan = plan
    this.#deliveries = deliveries
    this.#window = window
    this.#admissions = admissionLotteries(plan, scale, window)
    this.#releases = releaseLotteries(plan, scale, window)
  }

  /** Whoever is serving a sentence on the first day came before the registers begin. */
  writeOpening(scale: number, random: Random): void {
    const sentenced = sentencedStock(this.#plan, scale, this.#window.first - 1)
    const start = firstDayOf(this.#window.first)
    for (let index = 0; index < sentenced; index++) {
      const released = this.#releases[0]?.draw(random)
      const admitted = addDays(start, -30 - random.below(2200))
      const stay = {
        person_key: `PB-${this.#window.first.toString(36)}${index.toString(36).padStart(6, '0')}`,
        sex: random.chance(this.#plan.women_share * 0.6) ? 'Ж' : 'М',
        birth_year: String(1955 + random.below(42)),
        admitted_on: russianDate(admitted),
      }
      this.#writeStatus(stay, '4', admitted, this.#releaseDay(released, addDays(start, 1), random), true, random)
    }
  }

  /** The stay of one convict, from remand to release. @returns the day of release, if it comes within the extracts */
  write(convict: Convict, judgment: Judgment, random: Random): Date | undefined {
    const cohort = convict.quarter - this.#window.first
    const remandFrom = convict.detained ? this.#remandFrom(convict, cohort, random) : undefined
    const custodial = convict.sanctionClass === 'CUST'
    if (remandFrom === undefined && !custodial) return undefined
    const admitted = remandFrom ?? convict.sentencedOn
    const stay = {
      person_key: convict.personKey,
      sex: convict.sex,
      birth_year: String(convict.birthYear),
      admitted_on: russianDate(admitted),
      region: judgment.region,
    }
    if (remandFrom !== undefined) this.#writeRemand(stay, remandFrom, convict, custodial, random)
    if (!custodial || convict.quarter > this.#window.last) return undefined
    const finalOn = convict.inForceOn
    const released = this.#releaseDay(this.#releases[cohort + 1]?.draw(random), addDays(finalOn, 20), random)
    this.#writeStatus(stay, '3', convict.sentencedOn, finalOn, false, random)
    this.#writeStatus(stay, '4', finalOn, released, true, random)
    return released
  }

  #remandFrom({ sentencedOn }: Convict, cohort: number, random: Random): Date {
    const quarter = this.#admissions[cohort]?.draw(random)
    const earliest = addDays(sentencedOn, -5)
    if (quarter === undefined) return addDays(firstDayOf(this.#window.first), -1 - random.below(150))
    const day = addDays(firstDayOf(quarter), random.below(90))
    return day < earliest ? day : addDays(sentencedOn, -5 - random.below(15))
  }

  #writeRemand(stay: SampleRow, from: Date, { sentencedOn }: Convict, custodial: boolean, random: Random): void {
    const trial = addDays(from, Math.floor(daysBetween(from, sentencedOn) * 0.6))
    this.#writeStatus(stay, '1', from, trial, false, random)
    this.#writeStatus(stay, '2', trial, sentencedOn, !custodial, random, '5')
  }

  /** A row comes when a status begins, and again, corrected, when it ends. */
  #writeStatus(
    stay: SampleRow,
    status: string,
    from: Date,
    to: Date | undefined,
    releases: boolean,
    random: Random,
    reason?: string,
  ): void {
    const { region = '', ...person } = stay
    const row = {
      ...person,
      status,
      facility: facilityOf(region, status, person['sex'] === 'Ж', random),
      prison_regime: status === '4' ? random.pick({ '1': 0.2, '2': 0.45, '3': 0.35 }) : '0',
      status_from: russianDate(from),
      status_to: '',
      released_on: '',
      release_reason: '',
    }
    const last = lastDayOf(this.#window.last)
    if (from > last) return
    const began = Math.max(quarterOf(from), this.#window.first)
    const ended = to === undefined || to > last ? undefined : Math.max(quarterOf(to), this.#window.first)
    if (ended !== began) this.#deliveries.write('custody', began, row)
    if (ended === undefined || to === undefined) return
    const release = releases
      ? { released_on: russianDate(to), release_reason: reason ?? this.#reasonOn(to, random) }
      : {}
    this.#deliveries.write('custody', ended, { ...row, status_to: russianDate(to), ...release })
  }

  #reasonOn(day: Date, random: Random): string {
    const amnesty = this.#plan.custody.amnesties.some((on) => Math.abs(daysBetween(new Date(on), day)) < 45)
    return random.pick(
      amnesty ? { '1': 0.3, '2': 0.1, '3': 0.58, '7': 0.02 } : { '1': 0.72, '2': 0.2, '7': 0.02, '8': 0.06 },
    )
  }

  #releaseDay(quarter: number | undefined, earliest: Date, random: Random): Date | undefined {
    if (quarter === undefined) return undefined
    const day = addDays(firstDayOf(quarter), random.below(90))
    if (day >= earliest) return day
    const last = lastDayOf(quarter)
    return earliest <= last ? addDays(earliest, random.below(daysBetween(earliest, last) + 1)) : earliest
  }
}

/** Remand prisons are few: the region of the prison is not the region of the court. */
function facilityOf(region: string, status: string, woman: boolean, random: Random): string {
  const inTheSouth = ['KG-O', 'KG-GO', 'KG-J', 'KG-B'].includes(region)
  if (status !== '4') return inTheSouth ? 'SIZO-5' : region === 'KG-N' ? 'SIZO-3' : 'SIZO-1'
  if (woman) return 'COL-02'
  return random.pick(
    inTheSouth ? { 'COL-10': 0.7, 'SET-35': 0.3 } : { 'COL-01': 0.3, 'COL-08': 0.3, 'COL-16': 0.25, 'SET-23': 0.15 },
  )
}

function unsentencedStock(plan: SamplePlan, scale: number, quarter: number): number {
  const share = atRate(plan.custody.unsentenced_share, quarter)
  return Math.round(totalStock(plan, scale, quarter) * share)
}

function sentencedStock(plan: SamplePlan, scale: number, quarter: number): number {
  return totalStock(plan, scale, quarter) - unsentencedStock(plan, scale, quarter)
}

function totalStock({ custody }: SamplePlan, scale: number, quarter: number): number {
  return atQuarterEnd(custody.stock, custody.opening, quarter) * scale
}

function atRate(byYear: Readonly<Record<string, number>>, quarter: number): number {
  const year = Math.floor(quarter / 4)
  const passed = ((quarter % 4) + 1) / 4
  const before = inYear(byYear, year - 1)
  return before + (inYear(byYear, year) - before) * passed
}

function quarters({ first, last }: Window): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function inQuarter(quarter: number, count: (month: { year: number; month: number }) => number): number {
  return [0, 1, 2].reduce((sum, month) => sum + count(monthOf(quarter * 3 + month)), 0)
}

function releaseLotteries(plan: SamplePlan, scale: number, window: Window): readonly Lottery<number | undefined>[] {
  const line = quarters(window)
  const entries = line.map((quarter) => inQuarter(quarter, (month) => classCounts(month, plan, scale)['CUST'] ?? 0))
  const stocks = line.map((quarter) => sentencedStock(plan, scale, quarter))
  const opening = sentencedStock(plan, scale, window.first - 1)
  const leaving = lifePlan(opening, entries, stocks, (periods) => (periods < 2 ? 0.15 : 1))
  return leaving.map((row, cohort) => asLottery(row, line, cohort === 0 ? opening : (entries[cohort - 1] ?? 0)))
}

/** Remand is the same story told backwards: who is sentenced in a quarter "enters", and leaves when he was admitted. */
function admissionLotteries(
  plan: SamplePlan,
  scale: number,
  { first, last }: Window,
): readonly Lottery<number | undefined>[] {
  const line = quarters({ first, last: last + foresight })
  const entries = line.map((quarter) => inQuarter(quarter, (month) => detainedCount(month, plan, scale)))
  const backwards = line.toReversed()
  const stocks = backwards.map((quarter) => unsentencedStock(plan, scale, quarter - 1))
  const leaving = lifePlan(0, entries.toReversed(), stocks, (periods) =>
    periods > 6 ? 40 : periods < 1 ? 0.5 : periods,
  )
  return entries.map((count, cohort) => asLottery(leaving[entries.length - cohort] ?? [], backwards, count))
}

function asLottery(counts: readonly number[], line: readonly number[], total: number): Lottery<number | undefined> {
  const leaving = counts.map((count, index) => [line[index], count] as const)
  const staying = total - counts.reduce((sum, count) => sum + count, 0)
  return lottery<number | undefined>([...leaving, [undefined, staying]])
}

/** How many quarters after the end still cast their shadow: their convicts are detained already. */
export const quartersAhead = foresight
