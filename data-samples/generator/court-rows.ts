import { addDays, lastDayOf, quarterOf, russianDate, type Window } from './calendar.ts'
import type { Convict } from './convicts.ts'
import type { SampleDeliveries } from './deliveries.ts'
import { randomFor } from './random.ts'
import { regimeOn, type SampleRow, type SentenceSource } from './sanctions.ts'
import type { Judgment } from './sentences.ts'
import { corrected, toldLate } from './shares.ts'
import type { Tally } from './tally.ts'

type Rows = readonly SampleRow[]

/** Writes judgments into the quarters in which the courts tell them: first, corrected, and after an appeal. */
export class CourtRegister {
  readonly #jurisdiction: SentenceSource['jurisdiction']
  readonly #window: Window
  readonly #deliveries: SampleDeliveries
  readonly #tally: Tally | undefined

  constructor(
    jurisdiction: SentenceSource['jurisdiction'],
    window: Window,
    deliveries: SampleDeliveries,
    tally: Tally | undefined,
  ) {
    this.#jurisdiction = jurisdiction
    this.#window = window
    this.#deliveries = deliveries
    this.#tally = tally
  }

  write(convict: Convict, judgment: Judgment): void {
    const late = randomFor('late', convict.caseKey, convict.personKey).chance(toldLate)
    const told = convict.quarter + Number(late)
    if (told > this.#window.last) return
    if (late) this.#tally?.note('toldLate')
    if (convict.merges) this.#tally?.note('merged')
    if (convict.appeal === undefined) this.#writeFinal(convict, judgment, told)
    else this.#writeAppealed(convict, judgment, told)
  }

  /** The same rows twice: without force, then with the day of the appeal's decision for a date, and its outcome. */
  #writeAppealed(convict: Convict, { rows, firstRows, firstClass }: Judgment, told: number): void {
    const { appeal, sanctionClass } = convict
    this.#send(told, firstRows, { in_force_on: '' })
    const decided = appeal !== undefined && appeal.decidedOn <= lastDayOf(this.#window.last)
    this.#tally?.sentenced(convict, decided ? sanctionClass : firstClass, firstClass, decided)
    if (!decided) return
    this.#tally?.note(appeal.changed ? 'changedOnAppeal' : 'upheldOnAppeal')
    const day = russianDate(appeal.decidedOn)
    const stage = appeal.changed ? '2' : '3'
    this.#send(Math.max(told, quarterOf(appeal.decidedOn)), rows, { sentenced_on: day, in_force_on: day, stage })
  }

  #writeFinal(convict: Convict, { rows }: Judgment, told: number): void {
    this.#tally?.sentenced(convict, convict.sanctionClass, convict.sanctionClass, true)
    const [first, second] = this.#mended(convict, rows)
    this.#send(told, rows, first)
    if (second === undefined || told === this.#window.last) return
    this.#send(told + 1, rows, second)
    this.#tally?.note('corrected')
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
    return regimeOn(this.#jurisdiction, day) === regimeOn(this.#jurisdiction, sentencedOn)
      ? russianDate(day)
      : undefined
  }

  #send(quarter: number, rows: Rows, instead: SampleRow = {}): void {
    for (const row of rows) this.#deliveries.write('sentences', quarter, { ...row, ...instead })
  }
}
