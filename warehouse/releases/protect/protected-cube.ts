import type { CubeProtection } from '../../disclosure/cube-rule.ts'
import type { FamilyError, PromiseMeasure, ProtectedBlock } from '../../disclosure/rounding/index.ts'
import type { CorrectionRecord } from '../store/correction-record.ts'
import type { WiderPromises } from '../store/manifest.ts'
import type { JudgedClaims } from './claims-gate.ts'

/** A cube as it is published at one grain, with what was measured of its promises. */
export interface ProtectedCube extends JudgedClaims {
  readonly protection: CubeProtection
  readonly coarseningStep: number
  readonly blocks: readonly ProtectedBlock[]
  readonly promises: readonly PromiseMeasure[]
  /** Of all families. */
  readonly errors: readonly FamilyError[]
  /** Promises that are wider than declared, and who accepted that. */
  readonly wider?: WiderPromises
  /** What a yearly batch tells of corrections. */
  readonly corrections?: readonly CorrectionRecord[]
}
