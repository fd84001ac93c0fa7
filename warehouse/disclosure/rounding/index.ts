export type { Schedule } from './anneal.ts'
export {
  type ClaimAnswer,
  type ClaimMeasure,
  type ClaimPromise,
  type ClaimRule,
  measureClaims,
  type StratumMeasure,
} from './claims.ts'
export { agreesWith, type ControlRule, type ControlTotals } from './control.ts'
export type { DecoyRule } from './decoys.ts'
export { type ErrorGroup, errorsByFamily, standardErrorOf } from './family-errors.ts'
export {
  type Bound,
  type FamilyError,
  isKept,
  measureErrors,
  type PromiseMeasure,
  type Promises,
  type Scope,
  scopes,
  tableOfPromises,
  type Widths,
  widened,
  widthsNeeded,
} from './promises.ts'
export { type Block, type ProtectedBlock, type ProtectionRule, protectCube, type SolvedBlocks } from './protect-cube.ts'
export { type SecretRandom, secretRandom } from './random.ts'
export {
  type Cells,
  type CubeDimension,
  type Family,
  familiesOf,
  familyName,
  familyNamed,
  type Level,
} from './shape.ts'
export { type CubeRule, type Solved, solveBlock } from './solve-block.ts'
export { shareOfRealThrees } from './threes.ts'
