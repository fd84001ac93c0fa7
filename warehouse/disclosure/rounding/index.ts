export { type ClaimMeasure, type ClaimPromise, measureClaims, type StratumMeasure } from './claims/claims.ts'
export { agreesWith, type ControlTotals } from './control.ts'
export { type ErrorGroup, errorsByFamily, standardErrorOf } from './family-errors.ts'
export {
  type FamilyError,
  isKept,
  measureErrors,
  type PromiseMeasure,
  tableOfPromises,
  type Widths,
  widened,
  widthsNeeded,
} from './promises.ts'
export { type Block, type ProtectedBlock, type ProtectionRule, protectCube, type SolvedBlocks } from './protect-cube.ts'
export { type SecretRandom, secretRandom } from './random.ts'
export { solveBlock } from './solve-block.ts'
export {
  type Bound,
  type ClaimAnswer,
  type ClaimRule,
  type ControlRule,
  type CubeRule,
  type DecoyRule,
  type PromiseScope,
  type Promises,
  type Schedule,
  scopes,
} from './tables/cube-rule.ts'
export {
  type Cells,
  type CubeDimension,
  type Family,
  familiesOf,
  familyName,
  familyNamed,
  type HierarchyLevel,
  type Solved,
} from './tables/shape.ts'
export { shareOfRealThrees } from './threes.ts'
