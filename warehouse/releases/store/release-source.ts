import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import type { Edition } from '../../editions/edition.ts'
import type { VersionSource } from '../../engines/edition-reader.ts'
import { publicHome } from '../../home/home.ts'
import { type Intervals, readIntervals } from './intervals.ts'
import type { ReleaseManifest } from './manifest.ts'
import { publicFile, releaseStore, requireWhole, snapshotFile } from './store.ts'

/** The releases of a home as the public may read them: the one that is served, or the one that was on an earlier day. */
export function releaseSource(home: string): VersionSource<'public'> {
  const current = remembered(() => publicHome(home))
  const whole = new Set<string>()
  const editions = rememberedEditions()
  const versionOf = ({ source, manifest }: Found) => {
    if (!whole.has(releaseKey(manifest))) requireWhole(source, manifest)
    whole.add(releaseKey(manifest))
    return { edition: editions(source, manifest), file: publicFile(source, manifest.id) }
  }
  const served = oncePer(versionOf)
  return {
    level: 'public',
    find: (asOf) => (asOf === undefined ? served(current()) : versionOf(releaseAsOf(publicHome(home), asOf))),
  }
}

/** A function whose result is remembered for as long as it is called with the same object. */
function oncePer<Given extends object, Result>(find: (given: Given) => Result): (given: Given) => Result {
  let last: { readonly given: Given; readonly result: Result } | undefined
  return (given) => {
    if (last?.given !== given) last = { given, result: find(given) }
    return last.result
  }
}

/** The snapshot that analysts read: the facts as of the release that is served, and of no other. */
export function snapshotSource(home: string): VersionSource<'analyst'> {
  const current = remembered(() => home)
  return {
    level: 'analyst',
    find(asOf) {
      if (asOf !== undefined)
        throw new Refusal('AS_OF_IS_PUBLIC', 'Earlier figures are kept as releases: ask for them with level=public.', {
          parameter: 'asOf',
        })
      const { manifest } = current()
      return { edition: editionOf(manifest, {}), file: snapshotFile(home, manifest.id) }
    },
  }
}

/** A release is seen so many milliseconds after it was published, at most: to look for one costs as much as an answer. */
const patience = 20

/** A release and the home that it lies in. */
interface Found {
  readonly source: string
  readonly manifest: ReleaseManifest
}

/** The current release, read again only when the pointer was written anew. */
function remembered(home: () => string): () => Found {
  let [seen, looked, found]: [string, number, Found | undefined] = ['', 0, undefined]
  return () => {
    if (found !== undefined && performance.now() - looked < patience) return found
    looked = performance.now()
    const source = home()
    const pointer = statSync(join(source, 'RELEASE.json'), { throwIfNoEntry: false })
    const written = `${pointer?.ino}:${pointer?.mtimeMs}`
    // Where the pointer cannot be read, the release before is not served for a moment now and then: nobody could tell which one is.
    if (written !== seen) found = undefined
    seen = written
    found ??= currentIn(source)
    if (found !== undefined) return found
    throw new Refusal('NO_RELEASE_YET', 'There are no published figures yet. "taraza release" makes the first release.')
  }
}

function currentIn(source: string): Found | undefined {
  const manifest = releaseStore.current(source)
  return manifest && { source, manifest }
}

function releaseAsOf(source: string, asOf: string): Found {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(asOf)
  const served = isDay ? servedSince(source, asOf) : undefined
  if (served !== undefined) return served
  const releases = releaseStore.list(source)
  const found = isDay
    ? releases.findLast(({ publishedAt }) => dayOf(publishedAt) <= asOf)
    : releases.find(({ id }) => id === asOf)
  if (found !== undefined) return { source, manifest: found }
  if (!isDay) {
    const allowed = releases.map(({ id }) => id)
    throw new Refusal('NO_RELEASE', `There is no release ${asOf}.`, { parameter: 'asOf', allowed })
  }
  const [first] = releases
  const message = `Nothing had been published on ${asOf}.${first ? ` The first release is of ${dayOf(first.publishedAt)}.` : ''}`
  throw new Refusal('NO_RELEASE', message, { parameter: 'asOf' })
}

/** The release that is served, for days from when it was pointed to: after a rollback that is no longer the latest one. */
function servedSince(source: string, day: string): Found | undefined {
  const pointer = statSync(join(source, 'RELEASE.json'), { throwIfNoEntry: false })
  const found = pointer && day >= dayOf(pointer.mtime.toISOString()) ? currentIn(source) : undefined
  return found && dayOf(found.manifest.publishedAt) <= day ? found : undefined
}

function dayOf(time: string): string {
  return time.slice(0, 10)
}

/** A release is never written again, so what is told of it is put together once. */
function rememberedEditions(): (source: string, release: ReleaseManifest) => Edition {
  const known = new Map<string, Edition>()
  return (source, release) => {
    const key = `${source} ${releaseKey(release)}`
    const found = known.get(key) ?? editionOf(release, readIntervals(source, release.id))
    known.set(key, found)
    return found
  }
}

/** The key of the edition that a release is. */
export function releaseKey({ id, contentHash }: ReleaseManifest): string {
  return `${id} ${contentHash}`
}

function editionOf(manifest: ReleaseManifest, intervals: Intervals): Edition {
  const { id, publishedAt, synthetic, coverages, through, finalThrough, gaps, cubes } = manifest
  return {
    kind: 'release',
    id,
    key: releaseKey(manifest),
    builtAt: publishedAt,
    synthetic,
    coverages,
    release: { through, finalThrough, gaps, cubes: withIntervals(cubes, intervals) },
  }
}

function withIntervals(cubes: ReleaseManifest['cubes'], intervals: Intervals) {
  return Object.fromEntries(
    Object.entries(cubes).map(([name, cube]) => [name, { ...cube, intervals: intervals[name] }]),
  )
}
