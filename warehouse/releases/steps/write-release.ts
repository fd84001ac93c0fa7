import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { flushFolder, writeDurably } from '#foundation'
import { intervalsFile } from '../store/intervals.ts'
import type { ReleaseManifest } from '../store/manifest.ts'
import { describeRelease } from './describe-release.ts'
import type { ReleaseDraft } from './release-draft.ts'

/** Makes the folders of a release and of what analysts read. */
export function makeFolders({ release, snapshot }: ReleaseDraft): void {
  mkdirSync(join(release, 'restricted'), { recursive: true, mode: 0o700 })
  mkdirSync(join(release, 'cubes'), { mode: 0o700 })
  mkdirSync(join(release, 'tables'), { mode: 0o700 })
  mkdirSync(snapshot, { recursive: true, mode: 0o700 })
}

/** Writes down what a release holds, once its files are closed. */
export function writeManifests(draft: ReleaseDraft): ReleaseManifest {
  const { release, snapshot, facts, secret, intervals } = draft
  const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  writeDurably(join(release, intervalsFile), `${JSON.stringify(intervals)}\n`)
  const manifest = describeRelease(draft)
  writeDurably(join(release, 'manifest.json'), text(manifest))
  const restricted = { generation: facts.id, secret: secret.fingerprint }
  writeDurably(join(release, 'restricted', 'manifest.json'), text(restricted))
  for (const name of ['restricted', 'cubes', 'tables', '.']) flushFolder(join(release, name))
  flushFolder(snapshot)
  return manifest
}
