import { csvLine } from '#api'
import { packageVersion } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Catalog, ReleaseManifest } from '#warehouse'
import { type ProofState, type ProvenTotal, standardErrors } from './compare.ts'
import type { ProvenTotals } from './prove-totals.ts'

/** What a comparison was made of. */
export interface ProofSource {
  readonly file: string
  readonly sha256: string
  readonly release: ReleaseManifest
  readonly catalog: Catalog
  readonly language: Language
  readonly comparedAt: Date
}

/** How a figure counts: what one unit is, by which rule, and by which date. */
interface Counting {
  readonly unit: string
  readonly rule: string
  readonly eventDate: string
}

/** A comparison of published figures with a release, as it is archived. */
export interface ProofReport {
  readonly jurisdiction: string
  readonly comparedAt: string
  readonly program: string
  readonly totals: { readonly file: string; readonly sha256: string }
  readonly release: Pick<ReleaseManifest, 'id' | 'publishedAt' | 'through' | 'contentHash' | 'synthetic'>
  readonly level: 'public'
  /** So many standard errors of protection, as the release measured them, are an agreement. */
  readonly standardErrors: number
  /** By cube: what the release promises of its sums. */
  readonly promises: Readonly<Record<string, ReleaseManifest['cubes'][string]['promises']>>
  readonly notes: readonly string[]
  readonly counting: Readonly<Record<string, Counting>>
  readonly summary: Readonly<Record<ProofState, number>>
  readonly rows: readonly ProofRow[]
}

export interface ProofRow extends Omit<ProvenTotal, 'total'> {
  readonly line: number
  readonly dataset: string
  readonly measure: string
  readonly period: string | null
  readonly codes: Readonly<Record<string, string>>
  readonly truth: number
}

/** The report of a comparison. */
export function reportOf({ rows, notes }: ProvenTotals, source: ProofSource): ProofReport {
  const { release, catalog, language } = source
  const { id, publishedAt, through, contentHash, synthetic, jurisdiction } = release
  const datasets = [...new Set(rows.map(({ total }) => total.dataset))].flatMap(
    (name) => catalog.datasets.get(name) ?? [],
  )
  const cubes = new Set(datasets.flatMap(({ measures }) => [...measures.values()].map(({ cube }) => cube.name)))
  return {
    jurisdiction,
    comparedAt: source.comparedAt.toISOString(),
    program: `taraza ${packageVersion}`,
    totals: { file: source.file, sha256: source.sha256 },
    release: { id, publishedAt, through, contentHash, synthetic },
    level: 'public',
    standardErrors,
    promises: Object.fromEntries([...cubes].flatMap((cube) => promisesOf(cube, release))),
    notes: notes.map((note) => catalog.notes[note][language]),
    counting: Object.fromEntries(
      datasets.map(({ name, unit, rule, eventDate }) => [
        name,
        { unit: unit[language], rule: rule[language], eventDate: eventDate[language] },
      ]),
    ),
    summary: summaryOf(rows),
    rows: rows.map(rowOf),
  }
}

function promisesOf(cube: string, { cubes }: ReleaseManifest): [string, ProofReport['promises'][string]][] {
  const published = cubes[cube]
  return published === undefined ? [] : [[cube, published.promises]]
}

function summaryOf(rows: readonly ProvenTotal[]): ProofReport['summary'] {
  const summary = { equal: 0, within: 0, differs: 0, not_available: 0, protected: 0 }
  for (const { state } of rows) summary[state]++
  return summary
}

function rowOf({ total: { line, dataset, measure, period, codes, value }, ...compared }: ProvenTotal): ProofRow {
  return { line, dataset, measure, period: period?.code ?? null, codes, truth: value, ...compared }
}

/** The report as a table. What has to be kept beside the figures is in each row, for a file loses everything else. */
export function csvOfReport({ rows, counting, totals, release, ...about }: ProofReport): string {
  const dimensions = [...new Set(rows.flatMap(({ codes }) => Object.keys(codes)))]
  const head = ['line', 'dataset', 'measure', 'period', ...dimensions, ...compared, ...inEachRow]
  const common = [release.id, release.contentHash, totals.sha256, about.program, about.comparedAt]
  const lines = rows.map(({ line, dataset, measure, period, codes, ...row }) => {
    const { unit = null, rule = null } = counting[dataset] ?? {}
    const key = [line, dataset, measure, period, ...dimensions.map((name) => codes[name] ?? null)]
    return csvLine([...key, ...compared.map((name) => row[name]), unit, rule, ...common])
  })
  return [csvLine(head), ...lines].join('')
}

const compared = ['truth', 'figure', 'difference', 'tolerance', 'state', 'reason'] as const
const inEachRow = ['unit', 'counting_rule', 'release', 'release_content', 'totals_sha256', 'program', 'compared_at']
