export { coverageOfDelivery } from './account/require-as-announced.ts'
export {
  contractOf,
  type Delivery,
  deliveryOf,
  type FoundDeliveries,
  findDeliveries,
  findNamed,
  fitsContract,
} from './deliveries.ts'
export type { Account, Coverage, DeliveryReport } from './delivery.ts'
export type { DeliveryManifest } from './manifest.ts'
export type { TellValues, UnknownValue, UnknownValues } from './map/unknown-values.ts'
export { definePseudonyms } from './pseudonyms.ts'
export {
  type QuarantinedRow,
  type QuarantineFile,
  quarantinedRows,
  quarantineFiles,
  quarantineReasons,
} from './quarantine/quarantine-files.ts'
export { retry } from './quarantine/retry.ts'
export { copyIn, type Intake } from './read/intake.ts'
export { rowsInWords } from './read/row-numbers.ts'
export { forgetRows, type TakeIn, takeIn } from './take-in.ts'
