import type { EngineOptions } from '#foundation'
import type { Coverage } from '#ingest'
import {
  type DeliveryRows,
  type GenerationManifest,
  generationStore,
  type RecordedDelivery,
  type RunReport,
  rowsOfDeliveries,
} from '#warehouse'
import { type LeftOutDelivery, leftOutDeliveries } from '../nightly/left-out.ts'
import { type DeliveryState, stateOf } from './delivery-state.ts'
import { type RunOfDelivery, runsOfDeliveries } from './runs-of-deliveries.ts'

/** One delivery of a home, with what became of it. */
export interface ListedDelivery {
  /** Its number in the current generation, from 1; `null` where it is not in the facts. */
  readonly number: number | null
  readonly register: string
  readonly file: string
  readonly sha256: string
  readonly period: Coverage | null
  readonly sentAt: string | null
  /** The number of the generation with which it came. */
  readonly generation: number
  /** The run that took it in; `null` where its report is no longer there. */
  readonly run: { readonly sequence: number; readonly name: string } | null
  /** Rows; `null` where nothing is left that says so. */
  readonly accepted: number | null
  readonly quarantined: number | null
  readonly state: DeliveryState
  /** Of a delivery that was left out: why nobody has to decide about it. */
  readonly decision: LeftOutDelivery['decision']
}

/** All deliveries of a home, with what they are listed by. */
export interface DeliveryList {
  /** `undefined` before the first one. */
  readonly generation: GenerationManifest | undefined
  /** In the order of arrival. */
  readonly deliveries: readonly ListedDelivery[]
  readonly rows: readonly DeliveryRows[]
  /** The report about a delivery, where it is there. */
  readonly reported: RunOfDelivery
}

/**
 * Lists the deliveries of the current generation, and those that a rollback left out.
 *
 * @throws {@link Refusal} `UPGRADE_NEEDED`, `STATE_BROKEN`; errors of the engine pass
 */
export async function listDeliveries(home: string, options: EngineOptions): Promise<DeliveryList> {
  const generation = generationStore.current(home)
  const reported = runsOfDeliveries(home)
  if (generation === undefined) return { generation, deliveries: [], rows: [], reported }
  const rows = await rowsOfDeliveries(home, generation, options)
  const current = generation.deliveries.map((delivery) => inFacts(delivery, rows, reported(delivery)?.report))
  const leftOut = leftOutDeliveries(home, generation).map((delivery) => notInFacts(delivery, reported(delivery)))
  const deliveries = [...current, ...leftOut].sort((one, other) => one.generation - other.generation)
  return { generation, deliveries, rows, reported }
}

function inFacts(
  { id, generation, register, file, sha256, coverage, sentAt, account }: RecordedDelivery,
  rows: readonly DeliveryRows[],
  report: RunReport | undefined,
): ListedDelivery {
  return {
    ...{ number: id, register, file, sha256, period: coverage, sentAt, generation, run: nameOf(report) },
    ...{ accepted: account.accepted, quarantined: account.quarantined },
    state: stateOf(id, rows),
    decision: null,
  }
}

function notInFacts(
  { register, file, sha256, period, sentAt, generation, isCorrection, decision }: LeftOutDelivery,
  reported: ReturnType<RunOfDelivery>,
): ListedDelivery {
  const { accepted = null, quarantined = null } = reported?.delivery.account ?? {}
  return {
    ...{ number: null, register, file, sha256, period, sentAt, generation, run: nameOf(reported?.report) },
    ...{ accepted, quarantined },
    state: isCorrection ? 'correction_left_out' : 'left_out',
    decision,
  }
}

function nameOf(report: RunReport | undefined): ListedDelivery['run'] {
  return report === undefined ? null : { sequence: report.sequence, name: report.run }
}
