import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { TokenStore } from '#api'
import { damageBehind, Engine, quoteLiteral, requireReadableParquet } from '#foundation'
import { quarantineFiles } from '#ingest'
import {
  Budgets,
  generationStore,
  listRuns,
  readRestricted,
  readRunReport,
  releaseStore,
  snapshotFile,
  TableLedger,
} from '#warehouse'
import { recordedArrivals } from '../nightly/arrivals.ts'
import { requireReadableFacts } from './facts.ts'
import { type DoctorFinding, look, lookInto } from './finding.ts'

type Found = Omit<DoctorFinding, 'what'>

/** Files that are read seldom: whoever needs a damaged one would otherwise be the first to find it. */
export async function seldomReadFindings(home: string): Promise<readonly DoctorFinding[]> {
  const engine = await Engine.open({ threads: 1 })
  try {
    return await engine.withConnection(async (connection) => [
      look('access', () => access(home)),
      await lookInto('reports', () => reports(home)),
      look('archive', () => archive(home)),
      await lookInto('earlier generations', () => earlierGenerations(home)),
      await lookInto('exact figures', () => exactFigures(home, connection)),
      await lookInto('figures of analysts', () => snapshots(home, connection)),
      await lookInto('quarantine', () => quarantine(home, connection)),
    ])
  } finally {
    engine.close()
  }
}

function access(home: string): Found {
  const tokens = new TokenStore(home).list().length
  new TableLedger(home, true).allRecipients()
  new Budgets(home).raised()
  return { level: 'ok', says: `${tokens} tokens` }
}

async function reports(home: string): Promise<Found> {
  const runs = listRuns(home)
  return await noted(runs, async (run) => readRunReport(home, run), `${runs.length} runs`)
}

function archive(home: string): Found {
  return { level: 'ok', says: `deliveries of ${recordedArrivals(home).length} nights` }
}

/** A rollback would need them. The facts that are served are looked at elsewhere. */
async function earlierGenerations(home: string): Promise<Found> {
  const current = generationStore.currentId(home)
  const earlier = generationStore.list(home).filter(({ id }) => id !== current)
  return await noted(earlier, async (one) => await requireReadableFacts(home, one), String(earlier.length))
}

/** Those of the release that is served, cell by cell. There may be forty others. */
async function exactFigures(home: string, connection: DuckDBConnection): Promise<Found> {
  for (const { id } of releaseStore.list(home)) readRestricted(home, id)
  const current = releaseStore.currentId(home)
  if (current === undefined) return { level: 'ok', says: 'none yet' }
  const folder = join(releaseStore.folder(home, current), 'restricted')
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.parquet')))
    await requireReadableParquet(connection, join(folder, name))
  return { level: 'ok', says: `those of ${current} can be read` }
}

async function snapshots(home: string, connection: DuckDBConnection): Promise<Found> {
  const files = releaseStore
    .list(home)
    .map(({ id }) => snapshotFile(home, id))
    .filter((file) => existsSync(file))
  for (const file of files) {
    const attached = connection.run(`attach ${quoteLiteral(file)} as snapshot (read_only)`)
    await attached.catch((error: unknown) => {
      throw damageBehind(error, file) ?? error
    })
    await connection.run('detach snapshot')
  }
  return { level: 'ok', says: `those of ${files.length} releases` }
}

async function quarantine(home: string, connection: DuckDBConnection): Promise<Found> {
  const files = quarantineFiles(join(home, 'quarantine'))
  for (const { path } of files) await requireReadableParquet(connection, path)
  if (files.length === 0) return { level: 'ok', says: 'empty' }
  return { level: 'note', says: `rows of ${files.length} extracts wait: taraza quarantine list` }
}

/** Damage of which no figure depends, with the first place. */
async function noted<T>(all: readonly T[], read: (one: T) => Promise<unknown>, sound: string): Promise<Found> {
  const damaged: string[] = []
  for (const one of all) {
    const { level, says } = await lookInto('', async () => {
      await read(one)
      return { level: 'ok', says: sound }
    })
    if (level === 'error') damaged.push(says)
  }
  const [first, ...others] = damaged
  if (first === undefined) return { level: 'ok', says: sound }
  return { level: 'note', says: others.length === 0 ? first : `${first}; and ${others.length} others` }
}
