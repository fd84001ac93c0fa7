import type { Cube } from '../catalog/cube.ts'
import type { NoteName } from '../catalog/note.ts'
import { analystNoise, minShareBase, roundingBase } from './cell-key/promised-limits.ts'
import type { AccessLevel } from './policy.ts'

/** How the counts of a cube are protected at a level, and all that follows from it for questions and answers. */
export interface Protection {
  /** As answers name it. */
  readonly method: 'small-count-rounding' | 'cell-key' | 'none'
  /** What an answer says of it. */
  readonly note: NoteName
  /** What a row means that an answer does not have. */
  readonly absent: NoteName
  /** Whether a count is the true one. */
  readonly isExact: boolean
  /** What a table holds: counts to be summed, rows to be counted, or rows with record keys, whose sum draws the noise. */
  readonly holds: 'counts' | 'rows' | 'keyed-rows'
  /** Persons that a cell has to stand for on average, so that a table can be read. */
  readonly minPerCell: number
  /** The least denominator of a share or a median that is shown. */
  readonly minBase: number
  /** Standard deviation of what is added to a count, in persons; `undefined` where each release measures it. */
  readonly standardError: number | undefined
}

const [rounded, cellKey, unprotected]: readonly [Protection, Protection, Protection] = [
  {
    ...{ method: 'small-count-rounding', note: 'rounded', absent: 'absent', isExact: false, holds: 'counts' },
    ...{ minPerCell: roundingBase, minBase: minShareBase, standardError: undefined },
  },
  {
    ...{ method: 'cell-key', note: 'perturbed', absent: 'absent_noisy', isExact: false, holds: 'keyed-rows' },
    ...{ minPerCell: 1, minBase: minShareBase, standardError: Math.sqrt(analystNoise.variance) },
  },
  {
    ...{ method: 'none', note: 'unprotected', absent: 'absent', isExact: true, holds: 'rows' },
    ...{ minPerCell: 0, minBase: 0, standardError: 0 },
  },
]
/** Figures about offices are public facts. */
const establishment: Protection = { ...unprotected, note: 'establishment', holds: 'counts' }

const ofPersons: Readonly<Record<AccessLevel, Protection>> = { public: rounded, analyst: cellKey, officer: unprotected }

/** How the counts of a cube are protected at a level. */
export function protectionAt(level: AccessLevel, cube: Pick<Cube, 'establishment'>): Protection {
  return cube.establishment ? establishment : ofPersons[level]
}
