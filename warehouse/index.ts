export { ask, type Guarded } from './ask.ts'
export { columnName, type MeasurePart } from './catalog/answer-columns.ts'
export { buildCatalog, type Catalog, datasetNamed, wholeCatalog } from './catalog/catalog.ts'
export { catalogFaults } from './catalog/check-catalog.ts'
export { admittedCodes, type Clause, clausesOf } from './catalog/condition.ts'
export type { Cube } from './catalog/cube.ts'
export { type Dataset, type Measure, type UnavailableMeasure, unavailableMeasures } from './catalog/dataset.ts'
export { Declarations, declarationsOf, shippedDeclarations } from './catalog/declarations.ts'
export type { Dimension } from './catalog/dimensions.ts'
export { formulaOfIndicator, type Indicator, type IndicatorSeries } from './catalog/indicator.ts'
export { type MeasureAvailability, measureAvailability } from './catalog/measure-availability.ts'
export { baseCountsOf } from './catalog/measures.ts'
export type { NoteName } from './catalog/note.ts'
export { numberParameter, parameterWords, refusedParameter, wants, wrongParameter } from './catalog/parameter-words.ts'
export { type Grain, grains, monthsIn, parsePeriod, periodCode, periodLabel, periodName } from './catalog/periods.ts'
export { type Delivered, missingColumns } from './catalog/presupposed.ts'
export type { ClickHouseOptions } from './clickhouse/connection.ts'
export { loadIntoClickHouse } from './clickhouse/load.ts'
export { ClickHouseReader } from './clickhouse/reader.ts'
export { readColumns } from './columns/read-columns.ts'
export {
  bitAt,
  type CellValue,
  type ColumnType,
  type ColumnVector,
  cellAt,
  cellReader,
  type Values,
} from './columns/typed-column.ts'
export { requireKnownHome, upgradeNeeded } from './compatibility/home-version.ts'
export { coverageOf, monthsCovered } from './cubes/define-cubes.ts'
export type { AttackResult as AttackRow } from './disclosure/attacks/index.ts'
export { budgetHolder } from './disclosure/cell-key/guard/budget-holder.ts'
export { type BudgetUse, budgetReport } from './disclosure/cell-key/guard/budget-report.ts'
export { Budgets, defaultBudgets } from './disclosure/cell-key/guard/budgets.ts'
export { DifferencingGuard } from './disclosure/cell-key/guard/differencing-guard.ts'
export {
  acceptLedgerGap,
  hasOpenGap,
  type LedgerGap,
  ledgerGap,
  ledgerGapFile,
  writeLedgerGap,
} from './disclosure/cell-key/guard/ledger-gap.ts'
export { TableLedger } from './disclosure/cell-key/guard/table-ledger.ts'
export { type AccessLevel, levels, type Policy, policyFor } from './disclosure/policy.ts'
export type { Edition } from './editions/edition.ts'
export type { CubeReader, PinnedCubes } from './engines/cube-engine.ts'
export { EditionReader, type PinnedFile, type ReaderOptions, type VersionSource } from './engines/edition-reader.ts'
export {
  type Calendar,
  calendarOf,
  calendarYears,
  dayInYear,
  daysOf,
  monthOf,
  quarterOf,
  yearOf,
} from './facts/calendar.ts'
export { registerTable, registerTablesOf, storedTablesOf } from './facts/register-tables.ts'
export type { CarriedRegister } from './generations/carry-rows.ts'
export { type DeliveryRows, rowsOfDeliveries } from './generations/delivery-rows.ts'
export { GenerationBuilder } from './generations/generation-builder.ts'
export { generationSource } from './generations/store/generation-source.ts'
export type { GenerationManifest, QualityFigure, RecordedDelivery } from './generations/store/manifest.ts'
export { factsFile, generationStore, removeGeneration } from './generations/store/store.ts'
export type { NewDelivery } from './generations/workspace-options.ts'
export {
  type DismissedDelivery,
  dismissDeliveries,
  dismissedDeliveries,
  endDismissals,
} from './home/dismissed-deliveries.ts'
export {
  homeJurisdiction,
  isPublished,
  isSampleHome,
  prepareHome,
  publicHome,
  requireJurisdiction,
  requireNoHalfRestore,
  restoringFile,
  sampleFolder,
} from './home/home.ts'
export { type LastBackup, lastBackup, lastBackupFile, rememberBackup } from './home/last-backup.ts'
export { type Preparation, preparationOf, writePreparation } from './home/preparation.ts'
export { FigureRows } from './lineage/figure-rows.ts'
export type { CountRole } from './lineage/parts.ts'
export { type FigureSource, type TracedFigure, traceFigures } from './lineage/trace-figures.ts'
export { checkRegisters } from './quality/check-registers.ts'
export { addDays } from './quality/covered-days.ts'
export { type ExpectedDeliveries, latePeriods, periodLengths } from './quality/late-periods.ts'
export { openQuarters, type Quarter } from './quality/open-quarters.ts'
export type { Answer, Incomplete } from './query/answer.ts'
export { ifCovered } from './query/if-covered.ts'
export type { ColumnMeaning, ColumnRole } from './query/plan/column-meaning.ts'
export {
  type Comparison,
  comparisons,
  type Parameters,
  parametersSchema,
  parseQuestion,
  type Question,
  questionParameters,
} from './query/plan/question.ts'
export { type PublishedCells, readCube } from './query/read-cube.ts'
export { requireAnswerable } from './query/require-answerable.ts'
export { maxDimensions } from './query/steps/require-closed-grammar.ts'
export { auditDisclosure } from './releases/battlefield.ts'
export { makeRelease } from './releases/make-release.ts'
export { isOverdue } from './releases/periods/closed-period.ts'
export { forgetUnfinishedBlocks } from './releases/protect/unfinished-blocks.ts'
export { maxWidthOf } from './releases/protect/wider-promises.ts'
export type { ReleaseOptions } from './releases/steps/release-draft.ts'
export { type Intervals, readIntervals } from './releases/store/intervals.ts'
export type { AcceptedGap, ReleaseManifest } from './releases/store/manifest.ts'
export { releaseKey, releaseSource, snapshotSource } from './releases/store/release-source.ts'
export { requireSameYears } from './releases/store/same-years.ts'
export {
  readRestricted,
  releaseStore,
  requireWhole as requireWholeRelease,
  snapshotFile,
} from './releases/store/store.ts'
export { type FixedTable, inOrderOf, readFixedTables } from './releases/tables/fixed-tables.ts'
export { begunRuns, markBegun, markEnded, nextRun, releaseReserve, removeMarksOfReported } from './runs/begun-run.ts'
export {
  allRuns,
  finishRunReports,
  keepRunReport,
  listRuns,
  readRunReport,
  removeOldReports,
  removeReportDrafts,
  reportsLatestFirst,
  writeUnfinishedReport,
} from './runs/report-store.ts'
export { type RunName, runAt, startOfRun } from './runs/run-name.ts'
export { noticeOfFailure, noticeOfReport, noticeOfUnit, type RunNotice, runNoticeSchema } from './runs/run-notice.ts'
export {
  type Decision,
  type HomeNote,
  hasFailed,
  type LatePeriod,
  limitCodes,
  type RunReport,
  runReportSchema,
} from './runs/run-report.ts'
export { unfinishedRun, unfinishedRunOf } from './runs/unfinished-run.ts'
export {
  disclosureSecret,
  type HomeKey,
  homeKeys,
  pseudonymSecret,
  renewSecret,
  trialPseudonymSecret,
} from './secrets/secrets.ts'
export { isOfEarlierVersion, requireKnownMeaning, storedMeaning } from './versions/stored-meaning.ts'
