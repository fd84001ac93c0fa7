import { addDays, lastDayOf, quarterOf, russianDate } from '../basis/calendar.ts'
import type { RandomSource } from '../basis/random.ts'
import type { SampleRow } from '../courts/sanctions.ts'
import type { Writing } from '../files/writing.ts'
import type { OrderPart } from './orders.ts'

/** Writes what is done for a client while an order lasts: an assessment of risk and needs, a service. */
export class ClientCare {
  readonly #writing: Writing

  constructor(writing: Writing) {
    this.#writing = writing
  }

  /** @param reported - the quarter whose extract tells the order: nothing about the client is told before it */
  write(personKey: string, parts: readonly OrderPart[], reported: number, random: RandomSource): void {
    const last = lastDayOf(this.#writing.window.last)
    const from = parts[0]?.from ?? last
    const assessed = addDays(from, 10 + random.below(50))
    const share = this.#writing.plan.assessed.find(({ until }) => assessed <= new Date(until))?.share ?? 0
    if (assessed >= new Date(this.#writing.plan.assessed_from) && random.chance(share))
      this.#write(
        'assessments',
        assessed,
        reported,
        assessmentOf(personKey, officeOn(parts, assessed), assessed, random),
      )
    if (!random.chance(0.22)) return
    const referred = addDays(from, 15 + random.below(80))
    if (referred > (parts.at(-1)?.to ?? last)) return
    const row = serviceOf(personKey, officeOn(parts, referred), referred, last, random)
    this.#write('services', referred, reported, row)
  }

  #write(register: 'assessments' | 'services', day: Date, reported: number, row: SampleRow): void {
    const quarter = Math.max(quarterOf(day), reported)
    if (quarter <= this.#writing.window.last) this.#writing.deliveries.write(register, quarter, row)
  }
}

/** The office that has the order on a day. */
function officeOn(parts: readonly OrderPart[], day: Date): string {
  return (parts.findLast(({ from }) => from <= day) ?? parts[0])?.office ?? ''
}

function serviceOf(personKey: string, office: string, referred: Date, last: Date, random: RandomSource): SampleRow {
  const started = random.chance(0.85) ? addDays(referred, random.below(45)) : undefined
  const ended = started && addDays(started, 5 + random.below(120))
  const done = ended !== undefined && ended <= last
  const inQuarter = (day: Date | undefined) =>
    day !== undefined && day <= lastDayOf(quarterOf(referred)) ? russianDate(day) : ''
  return {
    person_key: personKey,
    office,
    kind: random.pick({ '1': 0.08, '2': 0.27, '3': 0.2, '4': 0.1, '5': 0.17, '6': 0.08, '7': 0.06, '8': 0.04 }),
    referred_on: russianDate(referred),
    started_on: inQuarter(started),
    ended_on: done ? inQuarter(ended) : '',
    result: done ? random.pick({ '1': 0.78, '2': 0.1, '3': 0.05, '4': 0.07 }) : '0',
    provider: random.pick({ '1': 0.4, '2': 0.25, '3': 0.15, '4': 0.15, '5': 0.05 }),
  }
}

function assessmentOf(personKey: string, office: string, day: Date, random: RandomSource): SampleRow {
  const needs = ['housing', 'employment', 'substance', 'family', 'attitudes'].map(
    (need) => [`need_${need}`, random.below(8)] as const,
  )
  const total = needs.reduce((sum, [, score]) => sum + score, 0)
  const override = random.chance(0.06)
  const level = Math.min(4, Math.max(1, (total < 14 ? 1 : total < 20 ? 2 : total < 26 ? 3 : 4) + (override ? 1 : 0)))
  return {
    person_key: personKey,
    assessed_on: russianDate(day),
    office,
    tool_version: 'RNA-1',
    total_score: String(total),
    level: String(level),
    override: override ? '1' : '0',
    ...Object.fromEntries(needs.map(([name, score]) => [name, String(score)])),
  }
}
