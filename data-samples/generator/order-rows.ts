import { addDays, lastDayOf, quarterOf, russianDate, type Window } from './calendar.ts'
import type { SampleDeliveries } from './deliveries.ts'
import { type Order, type OrderPart, orderPartsOf, transferOutcome } from './orders.ts'
import type { SupervisionKind } from './probation-plan.ts'
import { type RandomSource, randomFor } from './random.ts'
import type { SampleRow } from './sanctions.ts'
import { corrected, toldLate } from './shares.ts'
import type { Tally } from './tally.ts'

const codes: Readonly<Record<SupervisionKind, string>> = {
  pre_trial: '1',
  executive: '2',
  penitentiary: '3',
  post_penitentiary: '4',
}

/** Writes orders: a row comes when an order begins, and again when it ends; some come late, some are mended. */
export class OrderRows {
  readonly #regions: Readonly<Record<string, number>>
  readonly #window: Window
  readonly #deliveries: SampleDeliveries
  readonly #tally: Tally | undefined

  constructor(
    regions: Readonly<Record<string, number>>,
    window: Window,
    deliveries: SampleDeliveries,
    tally: Tally | undefined,
  ) {
    this.#regions = regions
    this.#window = window
    this.#deliveries = deliveries
    this.#tally = tally
  }

  /** @returns the parts of the order, and the quarter whose extract tells it first; none when the extracts end before */
  write(
    order: Order,
    random: RandomSource,
  ): { readonly parts: readonly OrderPart[]; readonly told: number } | undefined {
    const { client, kind, registered } = order
    const parts = orderPartsOf(order, this.#regions, lastDayOf(this.#window.last))
    const posts = parts.map(() => random.below(14))
    const own = randomFor('order', client.caseKey, client.personKey, kind)
    const began = Math.max(quarterOf(registered), this.#window.first)
    const late = own.chance(toldLate) ? 1 : 0
    const told = began + late
    if (told > this.#window.last) return undefined
    if (late === 1) this.#tally?.note('toldLate')
    if (parts.length > 1) this.#tally?.note('transferred')
    this.#tally?.entered('supervision', kind, registered)
    for (const [index, part] of parts.entries()) this.#writePart(order, part, posts[index] ?? 0, told, own)
    return { parts, told }
  }

  #writePart(order: Order, part: OrderPart, post: number, told: number, own: RandomSource): void {
    const row = rowOf(order, part, post)
    const inTime = (day: Date) => Math.max(quarterOf(day), told)
    const end = part.to !== undefined && part.to <= lastDayOf(this.#window.last) ? part.to : undefined
    this.#tally?.stands('supervision', order.kind, order.client.personKey, part.from, end)
    const [began, closed] = [inTime(part.from), end && inTime(end)]
    if (closed !== began) this.#writeOpen(row, part, began, closed ?? this.#window.last + 1, own)
    if (closed === undefined || end === undefined) return
    this.#send(closed, { ...row, ended_on: russianDate(end), outcome: part.outcome })
    if (part.outcome !== transferOutcome) this.#tally?.left('supervision', order.kind, end)
  }

  /** The open order, now and then with a wrong day of its planned end, which the next extract mends. */
  #writeOpen(row: SampleRow, part: OrderPart, began: number, until: number, own: RandomSource): void {
    const isMended = began + 1 < until && own.chance(corrected)
    this.#send(began, isMended ? { ...row, ends_on: russianDate(addDays(part.planned, 100)) } : row)
    if (!isMended) return
    this.#send(began + 1, row)
    this.#tally?.note('corrected')
  }

  #send(quarter: number, row: SampleRow): void {
    this.#deliveries.write('supervision', quarter, row)
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
