import { printable, Refusal } from '#foundation'
import { isSentLater } from '#ingest'
import type { RecordedDelivery } from '#warehouse'
import { type LeftOutDelivery, laterDeliveries } from '../nightly/left-out.ts'
import type { Surroundings } from './change-waiting.ts'

type Mode = 'append' | 'period' | 'full'

/**
 * A night counts what it takes in as newer than what is in the facts, unless both say when they were sent. So an old delivery is not
 * put behind newer ones.
 *
 * @returns `LATER_DELIVERIES` with the way that is left, or `undefined` where a night counts it rightly
 */
export function laterRefusal(
  delivery: LeftOutDelivery,
  { generation, jurisdiction, arrivals }: Surroundings,
): Refusal | undefined {
  if (delivery.isCorrection) return undefined
  const mode = jurisdiction.contracts.get(delivery.register)?.delivery.mode ?? 'append'
  const later = laterDeliveries(delivery, generation.deliveries, arrivals).filter((other) =>
    isOverruled(other, delivery, mode),
  )
  if (later.length === 0) return undefined
  const numbers = later.map(({ id }) => id).join(', ')
  const named = `${printable(delivery.file)} (${delivery.sha256.slice(0, 12)})`
  const changed = isDismissed(delivery)
    ? 'It is no longer dismissed; nothing else was changed.'
    : 'Nothing was changed.'
  const advice = `Newer deliveries of ${delivery.register} are in the facts (${numbers}), and a night would count ${named} as newer than them. Dismiss what you do not want ("taraza deliveries dismiss"), then import the others in the order of arrival: "taraza rebuild --with-rolled-back". ${changed}`
  return new Refusal('LATER_DELIVERIES', advice)
}

/** Whether somebody, or a rebuild, decided to go without it. */
export function isDismissed({ decision }: LeftOutDelivery): boolean {
  return decision === 'dismissed' || decision === 'rebuilt'
}

/** Whether an older delivery that comes now would take rows of a newer one out of the facts. */
function isOverruled(newer: RecordedDelivery, { sentAt, period }: LeftOutDelivery, mode: Mode): boolean {
  if (mode === 'append') return !isSentLater(newer.sentAt, sentAt)
  if (mode === 'full' || period === null || newer.coverage === null) return true
  return newer.coverage.from <= period.to && period.from <= newer.coverage.to
}
