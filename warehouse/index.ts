export { ask } from './ask.ts'
export { buildCatalog, type Catalog, type Dimension, type Measure, type NoteName } from './catalog/catalog.ts'
export { type Grain, grains } from './catalog/periods.ts'
export { readColumns } from './columns/read-columns.ts'
export {
  bitAt,
  type Cell,
  type ColumnType,
  cellAt,
  cellReader,
  type TypedColumn,
  type Values,
} from './columns/typed-column.ts'
export { registerTable } from './facts/registers.ts'
export { FactsReader, type Lease, type ReaderOptions } from './generations/facts-reader.ts'
export type { GenerationManifest, QualityFigure } from './generations/manifest.ts'
export {
  currentGeneration,
  listGenerations,
  publishGeneration,
  removeGeneration,
  rollBack,
} from './generations/store.ts'
export { type NewDelivery, Workspace } from './generations/workspace.ts'
export { homeJurisdiction, prepareHome, requireJurisdiction } from './home.ts'
export { checkRegisters } from './quality/check-registers.ts'
export { openQuarters } from './quality/open-quarters.ts'
export type { Answer, ColumnMeaning, Incomplete } from './query/answer.ts'
export { type Policy, policyFor } from './query/policy.ts'
export {
  type Comparison,
  comparisons,
  type Level,
  levels,
  type Parameters,
  parseQuestion,
  type Question,
  questionParameters,
} from './query/question.ts'
export {
  type Decision,
  keepRunReport,
  type LimitPassed,
  listRuns,
  type RunReport,
  readRunReport,
} from './runs/run-report.ts'
