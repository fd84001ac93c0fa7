import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { Refusal, readState, sha256 } from '#foundation'
import { VersionStore } from '../../versions/version-store.ts'
import { type ReleaseManifest, releaseSchema, restrictedSchema } from './manifest.ts'

/** The releases of a home: they are kept for ever. */
export const releaseStore: VersionStore<ReleaseManifest> = new VersionStore({
  word: 'release',
  folder: 'releases',
  pointer: 'RELEASE.json',
  names: /^\d{4}(-Q[1-4])?\.\d{1,6}$/,
  schema: releaseSchema,
  unharmed: 'nothing was published',
  requireWhole,
})

/** The one database file that the public server opens. */
export function publicFile(home: string, id: string): string {
  return join(releaseStore.folder(home, id), 'public.duckdb')
}

/** What analysts read: the counted units as of a release, outside everything that the public server opens. */
export function snapshotFile(home: string, id: string): string {
  return join(home, 'snapshots', id, 'units.duckdb')
}

/** A release after those that it goes on from, the oldest first. */
export function releasesUpTo(home: string, release: ReleaseManifest | undefined): readonly ReleaseManifest[] {
  if (release === undefined) return []
  const { previous } = release
  return [...releasesUpTo(home, previous === null ? undefined : releaseStore.read(home, previous)), release]
}

/** What only the restricted side may know of a release. */
export function readRestricted(home: string, id: string): z.output<typeof restrictedSchema> {
  return readState(join(releaseStore.folder(home, id), 'restricted', 'manifest.json'), restrictedSchema)
}

/** @throws {@link Refusal} `RELEASE_BROKEN` when a file is not what was published */
export function requireWhole(home: string, { id, files }: ReleaseManifest): void {
  const broken = files.find(({ name, sha256: expected }) => {
    const path = join(releaseStore.folder(home, id), name)
    return !existsSync(path) || sha256(readFileSync(path)) !== expected
  })
  if (broken === undefined) return
  const advice = `The release ${id} is not what was published: ${broken.name} has changed or is gone. Restore it from the backup.`
  throw new Refusal('RELEASE_BROKEN', advice, { file: broken.name })
}
