export type { SampleDelivery } from './generator/deliveries.ts'
export { type Dress, habits, messyDress } from './generator/mess.ts'
export { type SampleRequest, writeSamples } from './generator/write-samples.ts'
export { packSampleRelease, sampleReleasePath, unpackSampleRelease } from './sample-release.ts'
