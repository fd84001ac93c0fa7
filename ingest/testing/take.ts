import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Engine, selectRows } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  contractOf,
  copyAndHash,
  type DeliveryReport,
  definePseudonyms,
  deliveryOf,
  type IngestContext,
  ingestExtract,
} from '../index.ts'

const folder = mkdtempSync(join(tmpdir(), 'take-'))
let files = 0
/** Reading its tables takes longer than taking a small file in. */
let kyrgyz: Jurisdiction | undefined

function readOnce(): Jurisdiction {
  kyrgyz ??= loadJurisdiction('kg')
  return kyrgyz
}

/** Writes a file of its own for a test and returns its path. */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, String(files++), name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

export interface Taken {
  readonly report: DeliveryReport
  /** The accepted rows, in the order of the file. */
  readonly rows: readonly Record<string, unknown>[]
}

/** Takes one file in, into an empty store. */
export async function take(
  path: string,
  jurisdiction = readOnce(),
  threads = 1,
  more: Pick<IngestContext, 'tellRows'> = {},
): Promise<Taken> {
  return await intoEmptyStore(path, { jurisdiction, threads }, async (context) => ({
    report: await takeInto({ ...context, ...more }, path),
    rows: await acceptedRows(context),
  }))
}

/** Takes one file in where others may be. */
export async function takeInto(context: IngestContext, path: string): Promise<DeliveryReport> {
  const { jurisdiction } = context
  const delivery = deliveryOf(path, contractOf(path, jurisdiction), jurisdiction)
  return await ingestExtract(context, delivery, await copyAndHash(path, join(dirname(path), '.copy')))
}

/** Where files beside this one leave the rows that are set aside. */
export const quarantineOf = (path: string) => join(dirname(path), 'quarantine')

/** The rows that were accepted last, in the order of their file. */
export async function acceptedRows({ connection }: IngestContext): Promise<Taken['rows']> {
  return await selectRows<Record<string, unknown>>(connection, 'select * from staging.accepted order by row_no')
}

const engines = new Map<number, Promise<Engine>>()

/** One engine for all tests and each number of threads: opening and closing one takes as long as a small file. */
export function engineOf(threads: number): Promise<Engine> {
  const engine = engines.get(threads) ?? Engine.open({ threads })
  engines.set(threads, engine)
  return engine
}

/** What takes files in where nothing is held yet; the file at hand says where its house is. */
export async function intoEmptyStore<T>(
  path: string,
  { jurisdiction = readOnce(), threads = 1 },
  use: (context: IngestContext) => Promise<T>,
): Promise<T> {
  const engine = await engineOf(threads)
  return await engine.withConnection(async (connection) => {
    await connection.run(`attach ':memory:' as staging`)
    try {
      await connection.run(
        'create table staging.held (row_key uuid, content uhugeint, delivery integer, person_key uuid, case_key uuid, sex varchar)',
      )
      await definePseudonyms(connection, { bytes: Buffer.alloc(32, 7) })
      const existing = { rows: () => 'staging.held', later: [], peers: [] }
      return await use({ connection, jurisdiction, existing, quarantine: quarantineOf(path), today: '2026-11-24' })
    } finally {
      await connection.run('detach staging')
    }
  })
}
