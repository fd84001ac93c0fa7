import { daysBetween, lastDayOf, quarterOf, russianDate } from '../basis/calendar.ts'
import { type RandomSource, randomFor } from '../basis/random.ts'
import { withoutStatusEnd } from '../basis/shares.ts'
import type { Writing } from '../files/writing.ts'

/** One stay, from admission to release. */
export interface PrisonStay {
  readonly person_key: string
  readonly sex: string
  readonly birth_year: string
  readonly admittedOn: Date
  /** Region of the court; empty where the courts do not know the person. */
  readonly region: string
}

/** One legal status within a stay. */
export interface Status {
  readonly code: '1' | '2' | '3' | '4'
  readonly from: Date
  readonly to: Date | undefined
  /** Whether the stay ends with the status, and why if that is known. */
  readonly release?: { readonly reason?: string }
}

const names = { '1': 'untried', '2': 'tried_awaiting_first_judgment', '3': 'sentenced_not_final', '4': 'sentenced' }

/**
 * Writes the statuses of stays. A row comes when a status begins, and again when it ends; for nearly half of the stays the
 * prison leaves the end open, so that only the next status, or the release, tells it.
 */
export class PrisonRows {
  readonly #writing: Writing

  constructor(writing: Writing) {
    this.#writing = writing
  }

  write(stay: PrisonStay, status: Status, random: RandomSource): void {
    const { code, from, to, release } = status
    const { admittedOn, region, ...person } = stay
    const row = {
      ...person,
      admitted_on: russianDate(admittedOn),
      status: code,
      facility: facilityOf(region, code, person.sex === 'Ж', random),
      prison_regime: code === '4' ? random.pick({ '1': 0.2, '2': 0.45, '3': 0.35 }) : '0',
      status_from: russianDate(from),
      status_to: '',
      released_on: '',
      release_reason: '',
    }
    const last = lastDayOf(this.#writing.window.last)
    if (from > last) return
    const began = Math.max(quarterOf(from), this.#writing.window.first)
    const end = to === undefined || to > last ? undefined : to
    this.#count(stay, status, end)
    const ended = end === undefined ? undefined : Math.max(quarterOf(end), this.#writing.window.first)
    const open = randomFor('open', person.person_key, row.admitted_on).chance(withoutStatusEnd)
    if (end !== undefined && open) this.#writing.tally?.note('withoutStatusEnd')
    const isReported = ended !== undefined && (!open || release !== undefined)
    if (!isReported || ended !== began) this.#writing.deliveries.write('custody', began, row)
    if (!isReported || end === undefined) return
    const closing = { status_to: open ? '' : russianDate(end), ...this.#releaseCells(release, end, random) }
    this.#writing.deliveries.write('custody', ended, { ...row, ...closing })
  }

  #releaseCells(release: Status['release'], day: Date, random: RandomSource) {
    if (release === undefined) return {}
    return { released_on: russianDate(day), release_reason: release.reason ?? this.#reasonOn(day, random) }
  }

  #count({ person_key, admittedOn }: PrisonStay, { code, from, release }: Status, end: Date | undefined): void {
    this.#writing.tally?.stands('custody', names[code], person_key, from, end)
    if (from.getTime() === admittedOn.getTime()) this.#writing.tally?.entered('custody', names[code], admittedOn)
    if (release !== undefined && end !== undefined) this.#writing.tally?.left('custody', names[code], end)
  }

  #reasonOn(day: Date, random: RandomSource): string {
    const amnesty = this.#writing.plan.custody.amnesties.some((on) => Math.abs(daysBetween(new Date(on), day)) < 45)
    return random.pick(
      amnesty ? { '1': 0.3, '2': 0.1, '3': 0.58, '7': 0.02 } : { '1': 0.72, '2': 0.2, '7': 0.02, '8': 0.06 },
    )
  }
}

/** Remand prisons are few: the region of the prison is not the region of the court. */
function facilityOf(region: string, status: string, woman: boolean, random: RandomSource): string {
  const inTheSouth = ['KG-O', 'KG-GO', 'KG-J', 'KG-B'].includes(region)
  if (status !== '4') return inTheSouth ? 'SIZO-5' : region === 'KG-N' ? 'SIZO-3' : 'SIZO-1'
  if (woman) return 'COL-02'
  return random.pick(
    inTheSouth ? { 'COL-10': 0.7, 'SET-35': 0.3 } : { 'COL-01': 0.3, 'COL-08': 0.3, 'COL-16': 0.25, 'SET-23': 0.15 },
  )
}
