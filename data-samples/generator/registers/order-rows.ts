import { addDays, lastDayOf, quarterOf, russianDate } from '../basis/calendar.ts'
import { type RandomSource, randomFor } from '../basis/random.ts'
import { corrected, reportedLate } from '../basis/shares.ts'
import type { SampleRow } from '../courts/sanctions.ts'
import type { Writing } from '../files/writing.ts'
import { type Order, type OrderPart, orderPartsOf, transferOutcome } from './orders.ts'
import type { SupervisionKind } from './probation-plan.ts'

const codes: Readonly<Record<SupervisionKind, string>> = {
  pre_trial: '1',
  executive: '2',
  penitentiary: '3',
  post_penitentiary: '4',
}

/** Writes orders: a row comes when an order begins, and again when it ends; some come late, some are mended. */
export class OrderRows {
  readonly #regions: Readonly<Record<string, number>>
  readonly #writing: Writing

  constructor(regions: Readonly<Record<string, number>>, writing: Writing) {
    this.#regions = regions
    this.#writing = writing
  }

  /** @returns the parts of the order, and the quarter whose extract tells it first; none when the extracts end before */
  write(
    order: Order,
    random: RandomSource,
  ): { readonly parts: readonly OrderPart[]; readonly reported: number } | undefined {
    const { client, kind, registered } = order
    const parts = orderPartsOf(order, this.#regions, lastDayOf(this.#writing.window.last))
    const posts = parts.map(() => random.below(14))
    const own = randomFor('order', client.caseKey, client.personKey, kind)
    const began = Math.max(quarterOf(registered), this.#writing.window.first)
    const late = own.chance(reportedLate) ? 1 : 0
    const reported = began + late
    if (reported > this.#writing.window.last) return undefined
    if (late === 1) this.#writing.tally?.note('toldLate')
    if (parts.length > 1) this.#writing.tally?.note('transferred')
    this.#writing.tally?.entered('supervision', kind, registered)
    for (const [index, part] of parts.entries()) this.#writePart(order, part, posts[index] ?? 0, reported, own)
    return { parts, reported }
  }

  #writePart(order: Order, part: OrderPart, post: number, reported: number, own: RandomSource): void {
    const row = rowOf(order, part, post)
    const inTime = (day: Date) => Math.max(quarterOf(day), reported)
    const end = part.to !== undefined && part.to <= lastDayOf(this.#writing.window.last) ? part.to : undefined
    this.#writing.tally?.stands('supervision', order.kind, order.client.personKey, part.from, end)
    const [began, closed] = [inTime(part.from), end && inTime(end)]
    if (closed !== began) this.#writeOpen(row, part, began, closed ?? this.#writing.window.last + 1, own)
    if (closed === undefined || end === undefined) return
    this.#send(closed, { ...row, ended_on: russianDate(end), outcome: part.outcome })
    if (part.outcome !== transferOutcome) this.#writing.tally?.left('supervision', order.kind, end)
  }

  /** The open order, now and then with a wrong day of its planned end, which the next extract mends. */
  #writeOpen(row: SampleRow, part: OrderPart, began: number, until: number, own: RandomSource): void {
    const isMended = began + 1 < until && own.chance(corrected)
    this.#send(began, isMended ? { ...row, ends_on: russianDate(addDays(part.planned, 100)) } : row)
    if (!isMended) return
    this.#send(began + 1, row)
    this.#writing.tally?.note('corrected')
  }

  #send(quarter: number, row: SampleRow): void {
    this.#writing.deliveries.write('supervision', quarter, row)
  }
}

function rowOf({ client, kind, measure, received }: Order, part: OrderPart, post: number): SampleRow {
  return {
    person_key: client.personKey,
    case_key: client.caseKey,
    kind: codes[kind],
    order_no: String(part.number),
    office: part.office,
    registered_on: russianDate(part.from),
    judgment_received_on: part.number === 1 ? received : '',
    starts_on: russianDate(part.from),
    ends_on: russianDate(part.planned),
    ended_on: '',
    measure,
    outcome: '0',
    officer_post: `POST-${part.office}-${post}`,
    sex: client.sex,
    birth_year: String(client.birthYear),
  }
}
