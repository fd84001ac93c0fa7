import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { quarterName, sha256 } from '#foundation'
import { calendarOf } from '../../facts/calendar.ts'
import { daysOfQuarter } from '../../quality/open-quarters.ts'
import { storedMeaning } from '../../versions/stored-meaning.ts'
import { nextDue } from '../periods/closed-period.ts'
import { waitingSince } from '../periods/waiting-deliveries.ts'
import { intervalsFile } from '../store/intervals.ts'
import type { ReleaseManifest } from '../store/manifest.ts'
import { releaseStore } from '../store/store.ts'
import type { ReleaseDraft } from './release-draft.ts'

/** The manifest of a release whose files are written. */
export function describeRelease(draft: ReleaseDraft): ReleaseManifest {
  const { options, facts, previous, period, id, draws, published, headlines } = draft
  const { jurisdiction, now, revise, home } = options
  return {
    id,
    number: Math.max(0, ...releaseStore.list(home).map(({ number }) => number)) + 1,
    jurisdiction: jurisdiction.profile.code,
    meaning: storedMeaning,
    yearStarts: jurisdiction.profile.year_starts,
    disclosureVersion: jurisdiction.disclosure.version,
    publishedAt: now.toISOString(),
    through: quarterName(period.last),
    finalThrough: revise ? (previous?.through ?? null) : (previous?.finalThrough ?? null),
    revised: revise,
    previous: previous?.id ?? null,
    nextDue: nextDue(period.last, calendarOf(jurisdiction)),
    synthetic: facts.synthetic,
    coverages: coveragesWithin(draft),
    gaps: [...period.gaps],
    ...waitingSince(home, facts, calendarOf(jurisdiction)),
    draws: { ...draws },
    cubes: published,
    headlines: [...headlines],
    ...filesOf(draft.release),
  }
}

/** All files with their hashes; those with figures make the hash of the content. */
function filesOf(release: string): Pick<ReleaseManifest, 'contentHash' | 'files'> {
  const figures = ['cubes', 'tables'].flatMap((folder) => namesIn(release, folder))
  const files = [...figures, 'public.duckdb', intervalsFile].map((name) => ({
    name,
    sha256: sha256(readFileSync(join(release, name))),
  }))
  const lines = files.filter(({ name }) => figures.includes(name)).map(({ name, sha256: hash }) => `${name} ${hash}`)
  return { contentHash: sha256(lines.join('\n')), files }
}

/** Of each register what its deliveries cover of the closed periods: of the rest nothing is known. */
function coveragesWithin({ facts, period, options }: ReleaseDraft): ReleaseManifest['coverages'] {
  const calendar = calendarOf(options.jurisdiction)
  const closed = { from: daysOfQuarter(period.first, calendar).from, to: daysOfQuarter(period.last, calendar).to }
  const within = ({ from, to }: typeof closed) => ({
    from: from > closed.from ? from : closed.from,
    to: to < closed.to ? to : closed.to,
  })
  return Object.fromEntries(Object.entries(facts.coverages).map(([register, days]) => [register, within(days)]))
}

function namesIn(release: string, folder: string): readonly string[] {
  const path = join(release, folder)
  if (!existsSync(path)) return []
  const names = readdirSync(path).sort()
  return names.map((file) => `${folder}/${file}`)
}
