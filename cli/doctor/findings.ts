import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { describeRefusal, openToOthers, packageVersion, Refusal } from '#foundation'
import { quarantineFiles } from '#ingest'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import {
  begunRuns,
  disclosureSecret,
  generationStore,
  hasFailed,
  homeJurisdiction,
  listRuns,
  openQuarters,
  pseudonymSecret,
  type RunReport,
  readRunReport,
  releaseStore,
  startOfRun,
} from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { Outbox } from '../notify/outbox.ts'
import { readStewards } from '../notify/stewards.ts'

/** One thing that the doctor looked at. */
export interface DoctorFinding {
  readonly what: string
  readonly says: string
  readonly ok: boolean
}

const enoughDisk = 2 * 2 ** 30
const recently = 36 * 3_600_000
/** Clocks of two machines that share a home may differ by so much. */
const clockTolerance = 300_000
const longestRun = 6 * 3_600_000

/** Versions, settings, disk, the generation that is served, what is missing to close quarters, what is wrong. */
export function findings(configuration: Configuration, now: Date): readonly DoctorFinding[] {
  return [...machine(configuration), ...home(configuration, now)]
}

function machine({
  TARAZA_HOME,
  TARAZA_DUCKDB_THREADS,
  TARAZA_DUCKDB_MEMORY_LIMIT,
  PORT,
}: Configuration): readonly DoctorFinding[] {
  return [
    { what: 'versions', says: `taraza ${packageVersion}, Node ${process.versions.node}`, ok: true },
    {
      what: 'settings',
      says: `home ${TARAZA_HOME}, port ${PORT}, ${TARAZA_DUCKDB_THREADS} threads, ${TARAZA_DUCKDB_MEMORY_LIMIT}`,
      ok: true,
    },
    disk(TARAZA_HOME),
  ]
}

function disk(path: string): DoctorFinding {
  try {
    const { bavail, bsize } = statfsSync(path)
    const free = bavail * bsize
    return { what: 'disk', says: `${(free / 2 ** 30).toFixed(1)} GiB free`, ok: free > enoughDisk }
  } catch {
    return { what: 'disk', says: 'the data folder does not exist yet', ok: false }
  }
}

function home(configuration: Configuration, now: Date): readonly DoctorFinding[] {
  const { TARAZA_HOME } = configuration
  const code = homeJurisdiction(TARAZA_HOME)
  if (code === undefined)
    return [{ what: 'home', says: 'no nightly run so far: taraza nightly --jurisdiction …', ok: false }]
  const jurisdiction = loadJurisdiction(code)
  const generation = generationStore.current(TARAZA_HOME)
  const waiting = quarantineFiles(join(TARAZA_HOME, 'quarantine')).length
  return [
    {
      what: 'jurisdiction',
      says: `${jurisdiction.profile.name.en}, ${jurisdiction.contracts.size} registers`,
      ok: true,
    },
    generation === undefined
      ? { what: 'generation', says: 'none is published', ok: false }
      : {
          what: 'generation',
          says: `${generation.id} of ${generation.builtAt}${generation.synthetic ? ', synthetic data' : ''}`,
          ok: true,
        },
    secrets(TARAZA_HOME),
    files(TARAZA_HOME),
    lastRun(TARAZA_HOME, now),
    {
      what: 'quarantine',
      says: waiting === 0 ? 'empty' : `rows of ${waiting} extracts wait: taraza quarantine list`,
      ok: true,
    },
    ...stewardsFile(configuration, jurisdiction),
    outbox(TARAZA_HOME),
    ...(generation === undefined ? [] : openQuarters(jurisdiction, generation, now)).map(({ quarter, missing }) => ({
      what: `quarter ${quarter}`,
      says:
        missing.length === 0 ? 'every delivery has come: it can be closed' : `not covered yet: ${missing.join(', ')}`,
      ok: missing.length === 0,
    })),
  ]
}

/** Who is told of nights, where a file says so. */
function stewardsFile({ TARAZA_STEWARDS }: Configuration, jurisdiction: Jurisdiction): readonly DoctorFinding[] {
  if (TARAZA_STEWARDS === undefined) return []
  try {
    const { expected } = readStewards(TARAZA_STEWARDS, jurisdiction)
    return [{ what: 'stewards', says: `deliveries of ${expected.length} registers are expected by a day`, ok: true }]
  } catch (error) {
    if (error instanceof Refusal) return [{ what: 'stewards', says: describeRefusal(error), ok: false }]
    throw error
  }
}

function outbox(path: string): DoctorFinding {
  const { size } = new Outbox(path)
  const says = size === 0 ? 'no message waits' : `${size} messages wait to be sent: taraza notify says why`
  return { what: 'messages', says, ok: size === 0 }
}

/** Those with which something was made: they are read, and never made anew here. */
function secrets(path: string): DoctorFinding {
  try {
    if (generationStore.list(path).length > 0) pseudonymSecret(path)
    if (releaseStore.list(path).length > 0) disclosureSecret(path)
    return { what: 'secrets', says: 'those of the figures', ok: true }
  } catch (error) {
    if (error instanceof Refusal) return { what: 'secrets', says: describeRefusal(error), ok: false }
    throw error
  }
}

function files(path: string): DoctorFinding {
  const open = openToOthers(path)
  const [first = ''] = open
  return open.length === 0
    ? { what: 'files', says: 'nobody else may read them', ok: true }
    : {
        what: 'files',
        says: `open to other users: ${open.length}, such as ${first}; the next nightly run shuts those of its own user`,
        ok: false,
      }
}

function reportOf(path: string, run: string): RunReport | undefined {
  try {
    return readRunReport(path, run)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The last run by its number: the clock of the machine may have been wrong, or be wrong now. */
function lastRun(path: string, now: Date): DoctorFinding {
  const [latest] = listRuns(path)
  const [begun] = begunRuns(path)
  const what = 'last run'
  const isKilled = begun !== undefined && !isAtWork(begun.run, now)
  const unended = begun === undefined ? '' : `; ${begun.run} ${isKilled ? 'began and did not end' : 'is at work'}`
  if (latest === undefined) return { what, says: `none${unended}`, ok: false }
  const report = reportOf(path, latest)
  if (report === undefined) return { what, says: `the report ${latest} is damaged${unended}`, ok: false }
  const started = startOfRun(latest)
  const age = now.getTime() - started.getTime()
  const isAhead = age < -clockTolerance
  const remark = isAhead
    ? ', later than the clock of this machine: check the clock'
    : age < recently
      ? ''
      : ', more than 36 hours ago'
  const says = `${started.toISOString()}: ${report.decision}${remark}${unended}`
  return { what, says, ok: age < recently && !isAhead && !hasFailed(report) && !isKilled }
}

/** Whether a run that has not ended may still be at work: the units end one after six hours. */
function isAtWork(run: string, now: Date): boolean {
  const age = now.getTime() - startOfRun(run).getTime()
  return age > -clockTolerance && age < longestRun
}
