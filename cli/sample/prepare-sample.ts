import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeSamples } from '#data-samples'
import { Refusal } from '#foundation'
import { generationStore, isSampleHome, releaseStore, removeGeneration, sampleFolder } from '#warehouse'
import { asDiskRefusal } from '../disk-refusal.ts'
import type { NightlyOptions } from '../nightly/nightly-options.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import { runRelease } from '../releases/run-release.ts'
import { sampleJurisdiction } from './begin-sample.ts'

export interface PrepareOptions {
  readonly home: string
  readonly threads?: number
  readonly memoryLimit?: string
  /** When the nights and the release are said to have been; by default now. */
  readonly now?: Date
  /** What is happening, and which share of the whole is done, from 0 to 1. */
  readonly progress: (message: string, done: number) => void
}

/** How the time divides, as measured: extracts, nights, release. */
const shares = { extracts: 0.03, nights: 0.15, release: 0.82 }

/**
 * Makes the figures of a sample home: writes the synthetic extracts, takes them in year by year, and makes a release with all
 * its promises. Stopped at any moment, the next call goes on with the years that are not taken in and the blocks that are not
 * solved.
 *
 * @throws {@link Refusal} `SAMPLE_HOME` for a home that holds anything else, `DISK_FULL`
 */
export async function prepareSample(options: PrepareOptions): Promise<void> {
  try {
    await prepare(options)
  } catch (error) {
    throw asDiskRefusal(error, options.home)
  }
}

async function prepare({ progress, now, ...options }: PrepareOptions): Promise<void> {
  const { home } = options
  if (!isSampleHome(home)) throw new Refusal('SAMPLE_HOME', 'This is not a home of samples: nothing is prepared in it.')
  progress('writing synthetic extracts', 0)
  const extracts = await writtenExtracts(home)
  const years = readdirSync(extracts).sort()
  for (const [index, year] of years.entries()) {
    const incoming = join(extracts, year)
    const report = (message: string, share: number) =>
      progress(`extracts of ${year}, ${message}`, shares.extracts + (shares.nights * (index + share)) / years.length)
    if (readdirSync(incoming).length > 0)
      await takeIn({ ...options, incoming, now: now ?? new Date(), progress: report })
  }
  const before = shares.extracts + shares.nights
  const report = (message: string, share: number) => progress(message, before + shares.release * share)
  if (releaseStore.list(home).length === 0) await runRelease({ ...options, now: now ?? new Date(), progress: report })
  releaseStore.mend(home)
  forgetSteps(home)
}

/** The synthetic extracts, a folder for each year; those that stand for all years come with the first. */
async function writtenExtracts(home: string): Promise<string> {
  const folder = join(sampleFolder(home), 'extracts')
  if (existsSync(folder)) return folder
  const [draft, sorted] = [`${folder}.new`, `${folder}.sorted`]
  for (const path of [draft, sorted]) rmSync(path, { recursive: true, force: true })
  await writeSamples({ jurisdiction: sampleJurisdiction, out: draft })
  const yearOf = (name: string) => /-(\d{4})-Q\d$/.exec(name)?.[1]
  const names = readdirSync(draft)
  const [first = ''] = names.flatMap((name) => yearOf(name) ?? []).sort()
  for (const name of names) {
    const year = join(sorted, yearOf(name) ?? first)
    mkdirSync(year, { recursive: true, mode: 0o700 })
    renameSync(join(draft, name), join(year, name))
  }
  renameSync(sorted, folder)
  rmSync(draft, { recursive: true })
  return folder
}

async function takeIn(options: NightlyOptions): Promise<void> {
  const { decision, refusals } = await runNightly(options)
  if (decision !== 'refused' && decision !== 'blocked') return
  const [refusal] = refusals
  throw new Refusal(refusal?.code ?? 'BLOCKED', refusal?.message ?? 'The synthetic extracts passed a limit.')
}

function forgetSteps(home: string): void {
  const current = generationStore.current(home)?.id
  for (const { id } of generationStore.list(home)) if (id !== current) removeGeneration(home, id)
  rmSync(sampleFolder(home), { recursive: true, force: true })
}
