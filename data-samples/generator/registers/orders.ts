import { addDays, daysBetween } from '../basis/calendar.ts'
import { type RandomSource, randomFor } from '../basis/random.ts'
import { receivedSameDay, transferred } from '../basis/shares.ts'
import type { SupervisionKind } from './probation-plan.ts'

/** Who is on the register, apart from the order itself. */
export interface Client {
  readonly personKey: string
  readonly caseKey: string
  readonly sex: 'Ж' | 'М'
  readonly birthYear: number
  readonly region: string
}

/** One order, from registration to the end of the supervision. */
export interface Order {
  readonly kind: SupervisionKind
  readonly client: Client
  readonly registered: Date
  readonly ended: Date | undefined
  readonly outcome: string
  readonly planned: Date
  readonly measure: string
  readonly received: string
}

/** The part of an order that one office has. */
export interface OrderPart {
  readonly number: 1 | 2
  readonly office: string
  readonly from: Date
  readonly to: Date | undefined
  readonly outcome: string
  readonly planned: Date
}

/** The code of a transfer to another office. */
export const transferOutcome = '5'

/** An order as the offices have it: nearly all at one; of a transfer the receiving office begins an order of its own. */
export function orderPartsOf(
  order: Order,
  regions: Readonly<Record<string, number>>,
  last: Date,
): readonly OrderPart[] {
  const { client, registered, ended, outcome, planned } = order
  const whole: OrderPart = { number: 1, office: officeOf(client.region), from: registered, to: ended, outcome, planned }
  const own = randomFor('transfer', client.caseKey, client.personKey, order.kind)
  const days = daysBetween(registered, ended !== undefined && ended < last ? ended : last)
  if (order.kind === 'pre_trial' || days < 40 || !own.chance(transferred)) return [whole]
  const sentOn = addDays(registered, 20 + own.below(days - 30))
  const from = addDays(sentOn, own.chance(receivedSameDay) ? 0 : 1)
  const office = officeOf(otherRegion(client.region, regions, own))
  return [
    { ...whole, to: sentOn, outcome: transferOutcome },
    { ...whole, number: 2, office, from, planned: planned > from ? planned : addDays(from, 30) },
  ]
}

/** How a supervision ends. */
export function outcomeOf(random: RandomSource): string {
  return random.pick({ '1': 0.875, '2': 0.05, '3': 0.05, '4': 0.015, '6': 0.01 })
}

function officeOf(region: string): string {
  return `${region.replace('KG-', '')}-1`
}

function otherRegion(region: string, regions: Readonly<Record<string, number>>, own: RandomSource): string {
  return own.pick(Object.fromEntries(Object.entries(regions).filter(([code]) => code !== region)))
}
