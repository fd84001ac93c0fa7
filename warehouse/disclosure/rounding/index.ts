export { type ClaimMeasure, type ClaimPromise, measureClaims, type StratumMeasure } from './claims/claims.ts'
export { agreesWith, type ControlTotals } from './control.ts'
export { type ErrorGroup, errorsByFamily, standardErrorOf } from './family-errors.ts'
export {
  arePromisesMet,
  type FamilyError,
  measureErrors,
  type PromiseMeasure,
  tableOfPromises,
  type Widths,
  widened,
  widthsNeeded,
} from './promises.ts'
export { type Block, type ProtectedBlock, type ProtectionRule, protectCube, type SolvedBlocks } from './protect-cube.ts'
export { type SecretRandom, secretRandom } from './random.ts'
export { roundBlock } from './round-block.ts'
export {
  type AccuracyTarget,
  type AccuracyTargets,
  type ClaimAnswer,
  type ClaimRule,
  type ControlRule,
  type CubeRule,
  type DecoyRule,
  type PromiseScope,
  type Schedule,
  scopes,
} from './tables/cube-rule.ts'
export {
  type CellTable,
  type CubeDimension,
  familiesOf,
  familyName,
  familyNamed,
  type HierarchyLevel,
  type MarginalTable,
  type RoundedBlock,
} from './tables/shape.ts'
export { shareOfRealThrees } from './threes.ts'
