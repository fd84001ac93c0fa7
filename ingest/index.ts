export { coverageOfDelivery } from './account/require-as-announced.ts'
export {
  contractOf,
  type Delivery,
  deliveryOf,
  type FoundDeliveries,
  findDeliveries,
  findNamed,
  fitsContract,
} from './deliveries/deliveries.ts'
export type { Account, Coverage, DeliveryReport } from './deliveries/delivery.ts'
export type { DeliveryManifest } from './deliveries/manifest.ts'
export {
  type QuarantinedRow,
  type QuarantineFile,
  quarantinedRows,
  quarantineFiles,
  quarantineReasons,
} from './quarantine/quarantine-files.ts'
export { copyIn, type Intake } from './read/intake.ts'
export { retry } from './retry.ts'
export { rowsInWords } from './table/row-numbers.ts'
export { forgetRows, type TakeIn, takeIn } from './take-in.ts'
export { definePseudonyms } from './validate/pseudonyms.ts'
export type { TellValues, UnknownValue, UnknownValues } from './validate/unknown-values.ts'
