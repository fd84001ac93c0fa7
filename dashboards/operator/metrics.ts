import { existsSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RequestHandler } from 'express'
import { Gauge, Registry } from 'prom-client'
import { Refusal } from '#foundation'
import {
  allRuns,
  begunRuns,
  generationStore,
  hasFailed,
  lastBackup,
  listRuns,
  readRunReport,
  releaseStore,
  startOfRun,
} from '#warehouse'
import { withFormerMetrics } from './former-metrics.ts'

const endIsDeprecated = 'the label end is deprecated: use outcome'

/** What an operator's Prometheus wants to know of a home, read from its latest reports. */
async function metricsOf(home: string): Promise<{ readonly type: string; readonly text: string }> {
  const registry = new Registry()
  const gauge: MakeGauge = (name, help, labelNames = []) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] })
  const parts = [addRuns, addGeneration, addRelease, addBackup]
  const damaged = parts.filter((add) => !isReadable(() => add(home, gauge)))
  gauge('taraza_damaged_state', 'Parts of the data folder that cannot be read: runs, generation, release, backup').set(
    damaged.length,
  )
  const { bavail, bsize } = statfsSync(nearestFolder(home))
  gauge('taraza_disk_free_bytes', 'Free bytes where the data folder lies').set(bavail * bsize)
  return { type: registry.contentType, text: await registry.metrics() }
}

type MakeGauge = (name: string, help: string, labelNames?: readonly string[]) => Gauge

/** What cannot be read is counted, and silences nothing else. */
function isReadable(add: () => void): boolean {
  try {
    add()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** The last run, and the last that succeeded. */
function addRuns(home: string, gauge: MakeGauge): void {
  const [latest] = listRuns(home)
  if (latest !== undefined) {
    const report = readRunReport(home, latest)
    const { sequence, durations, deliveries, registers, late } = report
    gauge('taraza_run_sequence', 'Number of the last run').set(sequence)
    gauge('taraza_run_started_timestamp_seconds', 'Start of the last run, seconds since 1970').set(secondsOf(latest))
    gauge('taraza_run_failed', '1 if the last run refused or blocked what came').set(hasFailed(report) ? 1 : 0)
    const step = gauge('taraza_run_step_seconds', 'Duration of the steps of the last run', ['step'])
    for (const [name, milliseconds] of Object.entries(durations)) step.set({ step: name }, milliseconds / 1000)
    // "end" is the former name of the label. In the same series, it changes no sum.
    const rows = gauge('taraza_run_rows', `Rows of the last run by register and outcome; ${endIsDeprecated}`, [
      'register',
      'outcome',
      'end',
    ])
    for (const { register, account } of deliveries)
      for (const [outcome, count] of Object.entries(account)) rows.inc({ register, outcome, end: outcome }, count)
    const storedRows = gauge('taraza_register_rows', 'Rows that are stored', ['register'])
    for (const { register, after } of registers) storedRows.set({ register }, after)
    const latePeriods = gauge('taraza_late_deliveries', 'Periods whose delivery is late, by register', ['register'])
    for (const { register } of registers) latePeriods.set({ register }, 0)
    for (const { register } of late) latePeriods.inc({ register })
  }
  gauge('taraza_runs_unfinished', 'Runs that began and left no report: at work, or killed').set(begunRuns(home).length)
  const success = lastSuccess(home)
  if (success !== undefined)
    gauge(
      'taraza_last_success_timestamp_seconds',
      'Start of the last run that failed in nothing, seconds since 1970',
    ).set(secondsOf(success))
}

function addGeneration(home: string, gauge: MakeGauge): void {
  const generation = generationStore.current(home)
  if (generation !== undefined)
    gauge('taraza_generation_built_timestamp_seconds', 'When the served generation was built, seconds since 1970').set(
      Date.parse(generation.builtAt) / 1000,
    )
}

function addRelease(home: string, gauge: MakeGauge): void {
  const release = releaseStore.current(home)
  if (release !== undefined)
    gauge('taraza_release_due_timestamp_seconds', 'End of the day by which the next release is due').set(
      endOfDay(release.nextDue),
    )
}

function addBackup(home: string, gauge: MakeGauge): void {
  const backup = lastBackup(home)
  if (backup !== undefined)
    gauge('taraza_last_backup_timestamp_seconds', 'When the last backup was finished, seconds since 1970').set(
      Date.parse(backup.at) / 1000,
    )
}

const maxLooked = 400

/** The last run by its number that refused nothing. */
function lastSuccess(home: string): string | undefined {
  const runs = allRuns(home).slice(0, maxLooked)
  return runs.find(({ run }) => isReadable(() => readRunReport(home, run)) && !hasFailed(readRunReport(home, run)))?.run
}

function secondsOf(run: string): number {
  return startOfRun(run).getTime() / 1000
}

function endOfDay(day: string): number {
  return Date.parse(day) / 1000 + 86_400
}

/** The folder itself, or the one in which it will be made. */
function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path))
}

/** Sends the metrics of a home, with the last that the public server told of its requests. */
export function sendMetrics(home: string, publicMetrics: () => string): RequestHandler {
  return async (_request, response) => {
    const { type, text } = await metricsOf(home)
    response.type(type).send(withFormerMetrics(text + publicMetrics()))
  }
}
