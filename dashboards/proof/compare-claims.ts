import { problemOf, type Service } from '#api'
import { type Calendar, grains, periodLabel } from '#warehouse'
import { askingOnce } from '../panels/run-query.ts'
import type { FigureValues } from './answer-values.ts'
import { askValues } from './figure-values.ts'
import { type FigureClaim, hashOfValues } from './manifest.ts'

/** A number that was one thing in a release and is another in a later one. */
export interface FigureChange {
  /** Of which row and column it is. */
  readonly key: string
  readonly was: string
  readonly is: string
}

export interface ComparedClaim {
  readonly name: string
  readonly title: string
  /**
   * `differs`: the release does not give what is claimed; `gone`: the later release does not answer the question any more.
   */
  readonly state: 'unchanged' | 'revised' | 'gone' | 'differs'
  readonly changes: readonly FigureChange[]
}

/**
 * Asks the questions of claims in two releases, each question once, and says what moved.
 *
 * @throws {@link Refusal} `NO_RELEASE` for a release that is gone, and what the grammar refuses in the earlier one
 */
export async function compareClaims(
  claims: readonly FigureClaim[],
  service: Service<'public'>,
  earlier: string,
  later: string,
  signal: AbortSignal,
): Promise<readonly ComparedClaim[]> {
  const askOf = (release: string) => askingOnce(service.pin('public', { asOf: release }), signal)
  const [askEarlier, askLater] = [askOf(earlier), askOf(later)]
  const compared: ComparedClaim[] = []
  for (const claim of claims) {
    const was = await askValues(claim, service, askEarlier, signal)
    const is = earlier === later ? was : await askValues(claim, service, askLater, signal).catch(refusedOnly)
    const changes = is === undefined ? [] : changesBetween(was, is, keyColumns(claim), service.catalog.jurisdiction)
    const state = changes.length === 0 ? 'unchanged' : 'revised'
    const holds = hashOfValues(was) === claim.sha256
    const found = holds ? (is === undefined ? 'gone' : state) : 'differs'
    compared.push({ name: claim.name, title: claim.title, state: found, changes: holds ? changes : [] })
  }
  return compared
}

function refusedOnly(error: unknown): undefined {
  if (problemOf(error).status >= 500) throw error
}

/** How many columns say what a row is about. */
function keyColumns({ method, parameters }: FigureClaim): number {
  if (method !== undefined) return 2
  return (parameters['by'] ?? '').split(',').filter((name) => name !== '').length
}

function changesBetween(
  was: FigureValues,
  is: FigureValues,
  keys: number,
  calendar: Calendar,
): readonly FigureChange[] {
  const isTime = was.columns.map((name) => grains.some((grain) => grain === name))
  const named = (cell: unknown, at: number) => (isTime[at] ? periodLabel(String(cell), calendar) : cell)
  const keyOf = (row: FigureValues['rows'][number]) => row.slice(0, keys).map(named).join(' ')
  const [before, after] = [was, is].map(({ rows }) => new Map(rows.map((row) => [keyOf(row), row])))
  const rows = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])
  return [...rows].flatMap((key) =>
    was.columns.slice(keys).flatMap((column, at) => {
      const [one, other] = [before?.get(key)?.[keys + at] ?? null, after?.get(key)?.[keys + at] ?? null]
      return hashOfValues(one) === hashOfValues(other)
        ? []
        : [{ key: [key, column].join(' ').trim(), was: String(one ?? '–'), is: String(other ?? '–') }]
    }),
  )
}
