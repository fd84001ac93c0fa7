export { coverageOfDelivery } from './account/require-as-announced.ts'
export { contractNamed, contractOf, fitsContract, plainName, registerOfFile } from './deliveries/contract-of-file.ts'
export {
  type Delivery,
  deliveryOf,
  type FoundDeliveries,
  findDeliveries,
  findMissing,
  findNamed,
  isRetaken,
  namesSomebody,
  retakenPrefix,
} from './deliveries/deliveries.ts'
export type { Coverage, DeliveryReport, RowOutcomeCounts } from './deliveries/delivery.ts'
export { archivedManifestSchema, type DeliveryManifest } from './deliveries/manifest.ts'
export type { MissingFiles } from './deliveries/missing-files.ts'
export { isSentLater } from './deliveries/sent-later.ts'
export { findRows, type SoughtFile } from './find-rows.ts'
export { dropCheckedRows, type IngestContext, ingestExtract } from './ingest-extract.ts'
export { isAboutSomebody } from './profile/personal-columns.ts'
export type { ColumnProfile, ProfiledType, ProfiledValue, TableProfile } from './profile/profile.ts'
export { besideOf, distinctShare, profileFiles } from './profile/profile-files.ts'
export { profileLong, type WideShape } from './profile/profile-long.ts'
export {
  type QuarantinedRow,
  type QuarantineFile,
  quarantinedRows,
  quarantineFiles,
  quarantineReasons,
} from './quarantine/quarantine-files.ts'
export { copyAndHash, type FileVersion, isVersionAt, type LocalCopy, versionAt } from './read/local-copy.ts'
export { revalidateQuarantined } from './revalidate-quarantined.ts'
export { rowsInWords } from './table/row-numbers.ts'
export { type Arrival, isOpen, runsOf } from './together/arrivals.ts'
export { ingestTogether } from './together/ingest-together.ts'
export { type StoredFingerprint, storedFingerprint } from './validate/key-and-content.ts'
export { definePseudonyms } from './validate/pseudonyms.ts'
export type { TellValues, UnknownValue, UnknownValues } from './validate/unknown-values.ts'
