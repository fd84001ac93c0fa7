import { basename } from 'node:path'
import { Refusal } from '#foundation'
import { type Coverage, coverageOfDelivery, type Delivery, type DeliveryReport } from '#ingest'
import type { GenerationBuilder, GenerationManifest } from '#warehouse'

type Recorded = GenerationManifest['deliveries'][number]

interface Again {
  readonly workspace: GenerationBuilder
  /** A day, as YYYY-MM-DD. */
  readonly today: string
}

/**
 * A file that came before, byte for byte. It brings no row, but its manifest or contract may say another period: then what
 * the earlier delivery covers is corrected.
 *
 * @throws {@link Refusal} `CONTRADICTING_DELIVERIES`, `PERIOD_AGAINST_ROWS`, or what is wrong with the period
 */
export async function sameAgain(
  { workspace, today }: Again,
  before: Recorded,
  delivery: Delivery,
): Promise<DeliveryReport> {
  const coverage = coverageOfDelivery(delivery, before.sha256, today)
  if (coverage === null || isSame(coverage, before.coverage) || isEarlier(delivery, before))
    return report(before, delivery, 'SAME_FILE_AGAIN')
  if (before.generation === workspace.arrivesIn && !isLater(delivery, before)) throw contradicting(delivery)
  await workspace.correctCoverage(before.sha256, delivery.contract, coverage)
  return report({ ...before, coverage }, delivery, 'COVERAGE_CORRECTED')
}

function report(
  { sha256, coverage, sentAt, synthetic, account: { read } }: Recorded,
  delivery: Delivery,
  note: string,
): DeliveryReport {
  const none = { accepted: 0, superseded: 0, withdrawn: 0, quarantined: 0 }
  return {
    register: delivery.contract.register,
    file: basename(delivery.path),
    sha256,
    coverage,
    sentAt,
    synthetic,
    account: { ...none, read, duplicate: read },
    ended: { superseded: 0, replaced: 0, withdrawn: 0 },
    reasons: {},
    columns: {},
    rows: {},
    layout: {},
    checks: [],
    notes: [note],
  }
}

function isSame(one: Coverage, other: Coverage | null): boolean {
  return one.from === other?.from && one.to === other.to
}

function isEarlier({ manifest }: Delivery, { sentAt }: Recorded): boolean {
  return sentAt !== null && manifest?.sent_at !== undefined && Date.parse(manifest.sent_at) < Date.parse(sentAt)
}

function isLater({ manifest }: Delivery, { sentAt }: Recorded): boolean {
  return sentAt !== null && manifest?.sent_at !== undefined && Date.parse(manifest.sent_at) > Date.parse(sentAt)
}

function contradicting({ path }: Delivery): Refusal {
  const advice =
    'The same file came twice with different periods. Say in the manifests when each was sent ("sent_at"), or send one of them.'
  return new Refusal('CONTRADICTING_DELIVERIES', advice, { file: path })
}
