export { type SampleDelivery, type SampleRequest, writeSamples } from './generator/write-samples.ts'
