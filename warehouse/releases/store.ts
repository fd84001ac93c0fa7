import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal, readState, renameDurably, sha256, writeDurably } from '#foundation'
import { requireKnownMeaning } from '../stored-meaning.ts'
import { type ReleaseManifest, releaseFormat, releaseSchema, restrictedSchema } from './manifest.ts'

/** Other files in their folder are nobody's business. */
const releaseName = /^\d{4}(-Q[1-4])?\.\d{1,6}$/
const pointerSchema = z.object({ release: z.string() })

/** The folder of a release. */
export function releaseFolder(home: string, id: string): string {
  return join(home, 'releases', id)
}

/** The one database file that the public server opens. */
export function publicFile(home: string, id: string): string {
  return join(releaseFolder(home, id), 'public.duckdb')
}

/** What analysts read: the counted units as of a release, outside everything that the public server opens. */
export function snapshotFile(home: string, id: string): string {
  return join(home, 'snapshots', id, 'units.duckdb')
}

/** The release that is served, or `undefined` before the first one. */
export function currentRelease(home: string): ReleaseManifest | undefined {
  const path = join(home, 'RELEASE.json')
  if (!existsSync(path)) return undefined
  return readRelease(home, readState(path, pointerSchema).release)
}

/** All releases, oldest first: they are kept for ever. */
export function listReleases(home: string): readonly ReleaseManifest[] {
  const folder = join(home, 'releases')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => releaseName.test(name))
    .map((id) => readRelease(home, id))
    .sort((one, other) => one.number - other.number)
}

/** @throws {@link Refusal} `UNKNOWN_RELEASE`, or `FOREIGN_SCHEMA` when another version of the program wrote it */
export function readRelease(home: string, id: string): ReleaseManifest {
  const path = join(releaseFolder(home, id), 'manifest.json')
  if (!/^[\w.-]+$/.test(id) || !existsSync(path))
    throw new Refusal('UNKNOWN_RELEASE', `There is no release "${id.slice(0, 60)}". "taraza releases list" shows them.`)
  requireKnownMeaning(path)
  const { schema } = readState(path, z.object({ schema: z.number() }))
  if (schema === releaseFormat) return readState(path, releaseSchema)
  const advice = `The release ${id} has the format ${schema}, this program reads ${releaseFormat}. Serve it with the version that made it.`
  throw new Refusal('FOREIGN_SCHEMA', advice)
}

/** A release after those that it goes on from, the oldest first. */
export function releasesUpTo(home: string, release: ReleaseManifest | undefined): readonly ReleaseManifest[] {
  if (release === undefined) return []
  const { previous } = release
  return [...releasesUpTo(home, previous === null ? undefined : readRelease(home, previous)), release]
}

/** What only the restricted side may know of a release. */
export function readRestricted(home: string, id: string): z.output<typeof restrictedSchema> {
  return readState(join(releaseFolder(home, id), 'restricted', 'manifest.json'), restrictedSchema)
}

/** @throws {@link Refusal} `RELEASE_BROKEN` when a file is not what was published */
export function requireWhole(home: string, { id, files }: ReleaseManifest): void {
  const broken = files.find(({ name, sha256: expected }) => {
    const path = join(releaseFolder(home, id), name)
    return !existsSync(path) || sha256(readFileSync(path)) !== expected
  })
  if (broken === undefined) return
  const advice = `The release ${id} is not what was published: ${broken.name} has changed or is gone. Restore it from the backup.`
  throw new Refusal('RELEASE_BROKEN', advice, { file: broken.name })
}

/** Moves a finished release among the others and points to it. After a crash the old or the new one is served. */
export function publishRelease(home: string, finished: string, manifest: ReleaseManifest): void {
  mkdirSync(join(home, 'releases'), { recursive: true, mode: 0o700 })
  renameDurably(finished, releaseFolder(home, manifest.id))
  pointTo(home, manifest.id)
}

/**
 * Without its pointer a home looks as if it had never published: what was published would be solved anew, and two solutions could
 * be averaged. The only release is pointed to again: a run that was stopped between the two steps of publishing left it so.
 *
 * @throws {@link Refusal} `STATE_BROKEN` when the pointer is gone although there are several releases
 */
export function mendReleasePointer(home: string): void {
  const releases = existsSync(join(home, 'RELEASE.json')) ? [] : listReleases(home)
  const [only, ...others] = releases
  if (only === undefined) return
  if (others.length === 0) return void rollBackRelease(home, only.id)
  const advice =
    'The file is gone although there are releases. "taraza releases list" shows them, "taraza releases rollback ID" serves one again; nothing was published.'
  throw new Refusal('STATE_BROKEN', advice, { file: join(home, 'RELEASE.json') })
}

/** Serves an earlier release again. Nothing is solved anew and nothing is deleted. */
export function rollBackRelease(home: string, id: string): ReleaseManifest {
  const manifest = readRelease(home, id)
  requireWhole(home, manifest)
  pointTo(home, id)
  return manifest
}

function pointTo(home: string, release: string): void {
  writeDurably(join(home, 'RELEASE.json'), `${JSON.stringify({ release })}\n`)
}
