import { Refusal } from '#foundation'
import type { Delivery, FoundDeliveries } from '#ingest'

/** Whether a delivery says of itself that it is synthetic. */
export function isSynthetic({ manifest }: Delivery): boolean {
  return manifest?.synthetic === true
}

/** What may be taken in by a home with the published secrets of samples: synthetic data. */
export function forSamplesOnly(found: FoundDeliveries): FoundDeliveries {
  const real = found.deliveries.filter((delivery) => !isSynthetic(delivery))
  return {
    ...found,
    refused: new Set([...found.refused, ...real.map(({ contract }) => contract.register)]),
    deliveries: found.deliveries.filter(isSynthetic),
    refusals: [...found.refusals, ...real.map(({ path }) => refusal(path))],
  }
}

function refusal(file: string): Refusal {
  const advice =
    'This home was begun with the sample: its secrets are published, so it takes synthetic data only. Name an empty folder as TARAZA_HOME and run "taraza nightly --jurisdiction CODE". To use this one, delete everything in it first.'
  return new Refusal('SAMPLE_HOME', advice, { file })
}
