import { statfsSync } from 'node:fs'
import { totalmem } from 'node:os'
import { packageVersion } from '#foundation'
import type { Configuration } from '../configuration.ts'
import { type DoctorFinding, look } from './finding.ts'

const gibibyte = 2 ** 30
const [enoughDisk, amplyDisk] = [2 * gibibyte, 10 * gibibyte]
const units: Readonly<Record<string, number>> = {
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: gibibyte,
  tib: 2 ** 40,
}

/** Versions, settings, disk and memory. */
export function machineFindings(configuration: Configuration): readonly DoctorFinding[] {
  const { TARAZA_HOME, TARAZA_DUCKDB_THREADS, TARAZA_DUCKDB_MEMORY_LIMIT, PORT } = configuration
  return [
    look('versions', () => ({ level: 'ok', says: `taraza ${packageVersion}, Node ${process.versions.node}` })),
    look('settings', () => ({
      level: 'ok',
      says: `home ${TARAZA_HOME}, port ${PORT}, ${TARAZA_DUCKDB_THREADS} threads, ${TARAZA_DUCKDB_MEMORY_LIMIT}`,
    })),
    look('memory', () => memory(TARAZA_DUCKDB_MEMORY_LIMIT)),
    look('disk', () => disk(TARAZA_HOME)),
  ]
}

/** The database alone may not ask for more than the machine has. */
function memory(limit: string): Omit<DoctorFinding, 'what'> {
  const [, number = '0', unit = ''] = /^([\d.]+)\s*([a-z]+)$/i.exec(limit.trim()) ?? []
  const asked = Number(number) * (units[unit.toLowerCase()] ?? 0)
  const says = `${(totalmem() / gibibyte).toFixed(1)} GiB, of which the database may take ${limit}`
  if (asked <= totalmem()) return { level: 'ok', says }
  return { level: 'error', says: `${says}: lower TARAZA_DUCKDB_MEMORY_LIMIT to half of the memory` }
}

function disk(path: string): Omit<DoctorFinding, 'what'> {
  const free = freeBytes(path)
  if (free === undefined) return { level: 'note', says: 'the data folder does not exist yet' }
  const says = `${(free / gibibyte).toFixed(1)} GiB free`
  if (free > amplyDisk) return { level: 'ok', says }
  return free > enoughDisk
    ? { level: 'note', says: `${says}: make room soon` }
    : { level: 'error', says: `${says}: the next run may find the disk full` }
}

function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return undefined
  }
}
