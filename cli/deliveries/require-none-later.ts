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
 * @throws {@link Refusal} `LATER_DELIVERIES`
 */
export function requireNoneLater(
  delivery: LeftOutDelivery | undefined,
  { generation, jurisdiction, arrivals }: Surroundings,
): void {
  if (delivery === undefined || delivery.isCorrection) return
  const mode = jurisdiction.contracts.get(delivery.register)?.delivery.mode ?? 'append'
  const later = laterDeliveries(delivery, generation.deliveries, arrivals).filter((other) =>
    isOverruled(other, delivery, mode),
  )
  if (later.length === 0) return
  const numbers = later.map(({ id }) => id).join(', ')
  const advice = `Newer deliveries of ${delivery.register} are in the facts (${numbers}), and a night would count ${printable(delivery.file)} as newer than them. Dismiss what you do not want ("taraza deliveries dismiss"), then import the others in the order of arrival: "taraza rebuild --with-rolled-back". Nothing was changed.`
  throw new Refusal('LATER_DELIVERIES', advice)
}

/** Whether an older delivery that comes now would take rows of a newer one out of the facts. */
function isOverruled(newer: RecordedDelivery, { sentAt, period }: LeftOutDelivery, mode: Mode): boolean {
  if (mode === 'append') return !isSentLater(newer.sentAt, sentAt)
  if (mode === 'full' || period === null || newer.coverage === null) return true
  return newer.coverage.from <= period.to && period.from <= newer.coverage.to
}
