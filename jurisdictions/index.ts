export { isCensus } from './loader/census.ts'
export { aliasCell, type Code, type CodeList, spellingsOf, unknownCode } from './loader/code-list.ts'
export { type ColumnWords, columnWords, plainWords } from './loader/column-words.ts'
export { type CellCondition, isNumberType, parseCondition, plainCell } from './loader/condition.ts'
export type { ColumnContract, FiscalYear, LengthUnit } from './loader/contract-columns.ts'
export { type Contract, columnsToRead } from './loader/contract-schema.ts'
export { asCounted, isCounted, recordsColumn } from './loader/counted-rows.ts'
export { type Crosswalk, type CrosswalkRow, cellOf } from './loader/crosswalk.ts'
export { type CubeDisclosure, type Disclosure, disclosureSchema } from './loader/disclosure.ts'
export { earliestDay } from './loader/earliest.ts'
export { jurisdictionSchemas } from './loader/json-schemas.ts'
export {
  codeList,
  eventsOfJurisdictions,
  type Jurisdiction,
  knownCodes,
  loadJurisdiction,
  shippedJurisdictions,
  tableFile,
} from './loader/jurisdiction.ts'
export type { LimitBreach } from './loader/limit-breach.ts'
export type { Personal } from './loader/personal.ts'
export { jurisdictionFolder, useJurisdictionsIn } from './loader/places.ts'
export type { LawChange, Profile } from './loader/profile.ts'
export type { RegionMap } from './loader/region-map.ts'
export {
  type CanonicalType,
  canonicalColumns,
  canonicalType,
  columnsOfList,
  commonRegisters,
  listOf,
  type Register,
  type RegisterName,
  registerLabel,
  registerNamed,
} from './loader/registers.ts'
export { type Sdg, sdgSchema } from './loader/sdg.ts'
export { foldedText, type Language, languages, type Text, text } from './loader/texts.ts'
export type { Theme } from './loader/theme.ts'
export { dayIn, isAtGreenwich } from './loader/time-zone.ts'
export { wideContract } from './loader/unpivot.ts'
export { type Unpivot, wideColumns } from './loader/wide-columns.ts'
