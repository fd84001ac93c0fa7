import { group } from 'd3-array'
import type { FigureKind } from '../../catalog/figure-kind.ts'
import type { Widened } from '../../editions/edition.ts'
import { unmeasured } from '../../query/figures/protection-error.ts'
import { meanOf } from './coverage-shortfall.ts'
import type { FamilyCoverage } from './measure-coverage.ts'

/** How often the intervals of a measure, or of its change, hold, in whole per cent. */
export interface CoverageRecord {
  readonly measure: string
  readonly kind: FigureKind
  /** The register's own figure, over all tables. */
  readonly own: number
  /** The figure that underlies it, over all tables. */
  readonly underlying: number
  /** The same by table; those of equal coverage together, the lowest first. */
  readonly tables: readonly { readonly underlying: number; readonly families: readonly string[] }[]
}

/** What a release says of the coverage of a cube. */
export function coverageRecords(measured: readonly FamilyCoverage[]): readonly CoverageRecord[] {
  const groups = grouped(measured, ({ measure, kind }) => `${measure} ${kind}`)
  return groups.map((members) => {
    const [{ measure, kind }] = members
    const mean = (of: (one: FamilyCoverage) => number) => perCent(meanOf(members.map(of)))
    return {
      measure,
      kind,
      own: mean(({ own }) => own),
      underlying: mean(({ underlying }) => underlying),
      tables: grouped(members, ({ underlying }) => String(perCent(underlying)))
        .map((tables) => ({ underlying: perCent(tables[0].underlying), families: tables.map(({ family }) => family) }))
        .sort((one, other) => one.underlying - other.underlying),
    }
  })
}

/** What the manifest says of it. */
export function summaryOf({ measure, kind, own, underlying, tables: [lowest] }: CoverageRecord) {
  return { measure, kind, own, underlying, least: lowest?.underlying ?? underlying, leastIn: lowest?.families[0] ?? '' }
}

/**
 * The tables in which the error of protection counts more than once. Where one measure needs that, all of its kind get it; tables
 * that were not measured get what the neediest of the cube needs.
 */
export function widenedTables(measured: readonly FamilyCoverage[]): readonly Widened[] {
  return grouped(measured, ({ kind }) => kind).flatMap((members): Widened[] => {
    const [{ kind }] = members
    const byFamily = new Map<string, number>()
    for (const { family, factor } of members) byFamily.set(family, Math.max(factor, byFamily.get(family) ?? 1))
    const largest = Math.max(...byFamily.values())
    if (largest === 1) return []
    const own = grouped(
      [...byFamily].filter(([, factor]) => factor > 1),
      ([, factor]) => String(factor),
    )
    const widened = own.map((tables) => ({ kind, factor: tables[0][1], families: tables.map(([family]) => family) }))
    return [...widened, { kind, factor: largest, families: [unmeasured] }]
  })
}

function perCent(share: number): number {
  return Math.round(share * 100)
}

type Some<T> = readonly [T, ...T[]]

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): readonly Some<T>[] {
  return [...group(all, keyOf).values()] as [T, ...T[]][]
}
