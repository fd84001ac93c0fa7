import { addDays, lastDayOf, quarterOf, russianDate } from '../basis/calendar.ts'
import { randomFor } from '../basis/random.ts'
import { corrected, reportedLate } from '../basis/shares.ts'
import type { Convict } from '../courts/convicts.ts'
import { regimeOn, type SampleRow } from '../courts/sanctions.ts'
import type { Judgment } from '../courts/sentences.ts'
import type { Writing } from '../files/writing.ts'

type Rows = readonly SampleRow[]

/** Writes judgments into the quarters in which the courts tell them: first, corrected, and after an appeal. */
export class CourtRegister {
  readonly #writing: Writing

  constructor(writing: Writing) {
    this.#writing = writing
  }

  write(convict: Convict, judgment: Judgment): void {
    const late = randomFor('late', convict.caseKey, convict.personKey).chance(reportedLate)
    const reported = convict.quarter + Number(late)
    if (reported > this.#writing.window.last) return
    if (late) this.#writing.tally?.note('toldLate')
    if (convict.merges) this.#writing.tally?.note('merged')
    if (convict.appeal === undefined) this.#writeFinal(convict, judgment, reported)
    else this.#writeAppealed(convict, judgment, reported)
  }

  /** The same rows twice: without force, then with the day of the appeal's decision for a date, and its outcome. */
  #writeAppealed(convict: Convict, { rows, firstRows, firstClass }: Judgment, reported: number): void {
    const { appeal, sanctionClass } = convict
    this.#send(reported, firstRows, { in_force_on: '' })
    const decided = appeal !== undefined && appeal.decidedOn <= lastDayOf(this.#writing.window.last)
    this.#writing.tally?.sentenced(convict, decided ? sanctionClass : firstClass, firstClass, decided)
    if (!decided) return
    this.#writing.tally?.note(appeal.changed ? 'changedOnAppeal' : 'upheldOnAppeal')
    const day = russianDate(appeal.decidedOn)
    const stage = appeal.changed ? '2' : '3'
    this.#send(Math.max(reported, quarterOf(appeal.decidedOn)), rows, { sentenced_on: day, in_force_on: day, stage })
  }

  #writeFinal(convict: Convict, { rows }: Judgment, reported: number): void {
    this.#writing.tally?.sentenced(convict, convict.sanctionClass, convict.sanctionClass, true)
    const [first, second] = this.#mended(convict, rows)
    this.#send(reported, rows, first)
    if (second === undefined || reported === this.#writing.window.last) return
    this.#send(reported + 1, rows, second)
    this.#writing.tally?.note('corrected')
  }

  /** What the first row said instead, and the one that mends it; the day that was told first stays the one that counts. */
  #mended(convict: Convict, rows: Rows): readonly [SampleRow, SampleRow?] {
    const own = randomFor('corrected', convict.caseKey, convict.personKey)
    if (!own.chance(corrected)) return [{}]
    const matter = own.pick({ sentenced_on: 1, citizenship: 1, birth_year: 1 })
    if (rows.some((row) => row[matter] === '')) return [{}]
    if (matter !== 'sentenced_on') return [{ [matter]: '' }, {}]
    const date = this.#otherDate(convict, 1 + own.below(5))
    return date === undefined ? [{}] : [{}, { sentenced_on: date }]
  }

  /** A day of the sentence that was typed wrong, under the same code. */
  #otherDate({ sentencedOn }: Convict, days: number): string | undefined {
    const day = addDays(sentencedOn, days)
    return regimeOn(this.#writing.jurisdiction, day) === regimeOn(this.#writing.jurisdiction, sentencedOn)
      ? russianDate(day)
      : undefined
  }

  #send(quarter: number, rows: Rows, instead: SampleRow = {}): void {
    for (const row of rows) this.#writing.deliveries.write('sentences', quarter, { ...row, ...instead })
  }
}
