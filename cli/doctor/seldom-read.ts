import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { TokenStore } from '#api'
import { damagedFile, Engine, quoteLiteral, requireReadableParquet } from '#foundation'
import { quarantineFiles } from '#ingest'
import {
  Budgets,
  generationStore,
  listRuns,
  readRestricted,
  readRunReport,
  releaseStore,
  snapshotFile,
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
      look('reports', () => reports(home)),
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
  new Budgets(home).raised()
  return { level: 'ok', says: `${tokens} tokens` }
}

function reports(home: string): Found {
  const runs = listRuns(home)
  return noted(
    runs.flatMap((run) => damageOf(() => readRunReport(home, run))),
    `${runs.length} runs`,
  )
}

function archive(home: string): Found {
  return { level: 'ok', says: `deliveries of ${recordedArrivals(home).length} nights` }
}

/** A rollback would need them. The facts that are served are looked at elsewhere. */
async function earlierGenerations(home: string): Promise<Found> {
  const current = generationStore.currentId(home)
  const earlier = generationStore.list(home).filter(({ id }) => id !== current)
  const damaged: string[] = []
  for (const one of earlier) {
    const found = await lookInto('', async () => {
      await requireReadableFacts(home, one)
      return { level: 'ok', says: '' }
    })
    if (found.level === 'error') damaged.push(found.says)
  }
  return noted(damaged, String(earlier.length))
}

async function exactFigures(home: string, connection: DuckDBConnection): Promise<Found> {
  const releases = releaseStore.list(home)
  for (const { id } of releases) {
    readRestricted(home, id)
    const folder = join(releaseStore.folder(home, id), 'restricted')
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.parquet')))
      await requireReadableParquet(connection, join(folder, name))
  }
  return { level: 'ok', says: `those of ${releases.length} releases` }
}

async function snapshots(home: string, connection: DuckDBConnection): Promise<Found> {
  const files = releaseStore
    .list(home)
    .map(({ id }) => snapshotFile(home, id))
    .filter((file) => existsSync(file))
  for (const file of files) {
    const attached = connection.run(`attach ${quoteLiteral(file)} as snapshot (read_only)`)
    await attached.catch((error: unknown) => {
      throw damagedFile(file, error)
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

/** Damage of which figures do not depend, with the first place. */
function noted([first, ...others]: readonly string[], sound: string): Found {
  if (first === undefined) return { level: 'ok', says: sound }
  return { level: 'note', says: others.length === 0 ? first : `${first}; and ${others.length} others` }
}

function damageOf(read: () => void): string[] {
  const { level, says } = look('', () => {
    read()
    return { level: 'ok', says: '' }
  })
  return level === 'error' ? [says] : []
}
