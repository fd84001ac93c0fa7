import type { FigureKind } from '../catalog/figure-kind.ts'
import type { Coverages } from '../cubes/define-cubes.ts'
import type { ErrorGroup } from '../disclosure/rounding/index.ts'

/** What answers are made from: a generation of the facts, or a release. Both have an id, a date, and what they cover. */
export interface Edition {
  readonly kind: 'generation' | 'release'
  readonly id: string
  /** Tells its content too: a release that is made anew after a loss may bear the name of the one that was lost. */
  readonly key: string
  readonly builtAt: string
  readonly synthetic: boolean
  readonly coverages: Coverages
  readonly release?: ReleaseFacts
}

/** What has to be said beside the figures of a release. */
export interface ReleaseFacts {
  /** The last quarter that it holds. */
  readonly through: string
  /** Figures of later quarters are provisional until the yearly revision. */
  readonly finalThrough: string | null
  readonly gaps: readonly { readonly register: string; readonly quarter: string }[]
  readonly cubes: Readonly<Record<string, PublishedCube>>
}

export interface PublishedCube {
  /** The finest dimensions, time first. */
  readonly cells: readonly string[]
  readonly method: string
  readonly rows: number
  /** Dimensions by which it is published, coarser ones included. */
  readonly dimensions: readonly string[]
  /** Standard deviation of the error of a published count, as measured at the release over all tables of a block of time. */
  readonly standardError: number
  /** What intervals allow for by table; releases of earlier versions have none. */
  readonly intervals?: PublishedIntervals | undefined
  /** Tables summed up beforehand with the dimensions that each has, smallest first. */
  readonly rollups: readonly { readonly table: string; readonly dimensions: readonly string[] }[]
}

/** What intervals of a cube have to allow for. */
export interface PublishedIntervals {
  /** Standard deviation of the error of a published count, by table. */
  readonly errors: readonly ErrorGroup[]
  /** Where the error counts more than once, so that intervals hold as often as they say. */
  readonly widened: readonly Widened[]
  /** The tables in which that was measured. */
  readonly coverage: readonly {
    readonly kind: FigureKind
    readonly tables: readonly { readonly families: readonly string[] }[]
  }[]
}

/** Tables for which the error of protection counts `factor` times in the intervals of a kind of figures. */
export interface Widened {
  readonly kind: FigureKind
  readonly factor: number
  readonly families: readonly string[]
}
