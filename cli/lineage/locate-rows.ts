import { mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { RowNumbers } from '#api'
import { Refusal } from '#foundation'
import { copyAndHash, findRows, type LocalCopy } from '#ingest'
import { dayIn, type Jurisdiction } from '#jurisdictions'
import type { RecordedDelivery } from '#warehouse'
import { archivedOriginal } from '../nightly/archive.ts'
import { type Ranges, rangesOf } from './ranges-of.ts'

interface LocateOptions {
  /** With the rows behind the figures in `staging.behind`, and pseudonyms defined. */
  readonly connection: DuckDBConnection
  readonly jurisdiction: Jurisdiction
  readonly home: string
  /** A private folder. */
  readonly folder: string
  /** Milliseconds since 1970 after which no further original is read. */
  readonly until: number
}

/** The numbers of so many rows of a delivery that count in a figure. */
export type RowsOfFigures = (figure: number, delivery: number, rows: number) => RowNumbers

/** What came of one original: why it was not read, or the ranges of its rows by figure and delivery. */
type Located = { readonly why: Exclude<RowNumbers, { readonly status: 'found' }> } | { readonly ranges: Ranges }

/** Looks up the rows behind figures in the archived originals of their deliveries, each file once. */
export async function locateRows(
  deliveries: readonly RecordedDelivery[],
  options: LocateOptions,
): Promise<RowsOfFigures> {
  const located = new Map<string, Located>()
  for (const { sha256 } of deliveries) {
    if (located.has(sha256)) continue
    const ofFile = deliveries.filter((other) => other.sha256 === sha256)
    located.set(sha256, await locateIn(ofFile, options))
  }
  const files = new Map(deliveries.map(({ id, sha256 }) => [id, located.get(sha256)]))
  return (figure, delivery, rows) => {
    const found = files.get(delivery)
    if (found === undefined) return { status: 'not_read' }
    return 'why' in found ? found.why : numbersOf(found.ranges.get(`${figure} ${delivery}`), rows)
  }
}

function numbersOf(ranges: ReturnType<Ranges['get']>, rows: number): RowNumbers {
  const { found, indistinct, listed, shown } = ranges ?? { found: 0, indistinct: 0, listed: [], shown: 0 }
  return { status: 'found', ranges: listed, unlisted: found - shown, missing: rows - found, indistinct }
}

async function locateIn(
  deliveries: readonly RecordedDelivery[],
  { connection, jurisdiction, home, folder, until }: LocateOptions,
): Promise<Located> {
  const [first] = deliveries
  if (first === undefined || Date.now() > until) return { why: { status: 'not_read' } }
  const contract = jurisdiction.contracts.get(first.register)
  if (contract === undefined) return { why: { status: 'refused', code: 'NO_CONTRACT' } }
  const path = archivedOriginal(home, first)
  if (path === undefined) return { why: { status: 'removed' } }
  const own = join(folder, 'original')
  mkdirSync(own, { mode: 0o700 })
  try {
    const copy = await copyOf(path, own, home)
    if (copy?.sha256 !== first.sha256) return { why: { status: 'altered' } }
    const today = dayIn(jurisdiction.profile.time_zone, new Date())
    const ids = deliveries.map(({ id }) => id).join(', ')
    const sought = `(select distinct row_key, content from staging.behind where delivery in (${ids}))`
    await findRows(connection, { jurisdiction, contract, file: basename(path), copy, today }, sought)
    return { ranges: await rangesOf(connection, ids) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { why: { status: 'refused', code: error.code } }
  } finally {
    rmSync(own, { recursive: true })
  }
}

/** A private copy of what lies in the archive; `undefined` for what is no file with content any more. */
async function copyOf(path: string, folder: string, home: string): Promise<LocalCopy | undefined> {
  try {
    return await copyAndHash(path, join(folder, 'copy'), join(home, 'archive'))
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'UNREADABLE_FILE') return undefined
    throw error
  }
}
