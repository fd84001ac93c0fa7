import type { DuckDBConnection } from '@duckdb/node-api'
import { renderSqlTemplate } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import { defineRecordKeys } from '../../disclosure/cell-key/record-keys.ts'
import { claimPromiseOf } from '../../disclosure/cube-rule.ts'
import { publishedDraws } from '../periods/draws.ts'
import { earlierGenerations } from '../periods/waiting-deliveries.ts'
import { requireHiddenCorrections } from '../protect/corrections-gate.ts'
import { measuredAnew, type ProtectOptions, protectFacts } from '../protect/protect-facts.ts'
import type { ProtectedCube } from '../protect/protected-cube.ts'
import { loadSolved, readSolved, solvedFile } from '../protect/solved-store.ts'
import { unfinishedFolder } from '../protect/unfinished-blocks.ts'
import { releaseStore } from '../store/store.ts'
import { writeParquet } from '../tables/public-tables.ts'
import type { ReleaseDraft } from './release-draft.ts'

/**
 * Protects a cube and stores what was solved: the table `solved` holds it afterwards.
 *
 * @param earlier - cubes that were protected before; this one is added
 * @returns `undefined` for a cube that the jurisdiction does not publish
 */
export async function protectForRelease(
  cube: Cube,
  draft: ReleaseDraft,
  connection: DuckDBConnection,
  earlier: Map<string, ProtectedCube>,
): Promise<ProtectedCube | undefined> {
  const { jurisdiction } = draft.options
  const control = earlier.get(jurisdiction.disclosure.cubes[cube.name]?.control?.to ?? '')
  const solved = await protectFacts(cube, { ...protectOptions(cube, draft), connection, control })
  if (solved === undefined) return undefined
  earlier.set(cube.name, solved)
  await loadSolved(connection, solved.blocks, solved.protection)
  const { alignedBy } = cube
  if (alignedBy !== undefined) {
    await defineRecordKeys(connection, draft.secret.bytes)
    await connection.run(renderSqlTemplate(`warehouse/releases/steps/${alignedBy}.sql`))
  }
  await writeParquet(connection, 'solved', solvedFile(draft.release, cube.name))
  const written = alignedBy === undefined ? solved : await measuredAnew(connection, draft.release, solved)
  return await withHiddenCorrections(written, draft, connection)
}

function protectOptions(
  cube: Cube,
  { options, facts, previous, period, secret, id, shares }: ReleaseDraft,
): Omit<ProtectOptions, 'connection' | 'control'> {
  const { home, jurisdiction, revise, acceptWider, progress } = options
  const { before, own } = shares.get(cube.name) ?? { before: 0, own: 0 }
  return {
    jurisdiction,
    period,
    secret: secret.bytes,
    before: previous && {
      folder: releaseStore.folder(home, previous.id),
      coarseningStep: (name) => previous.cubes[name]?.rung,
      wider: (name) => previous.cubes[name]?.wider,
      draws: publishedDraws(previous),
    },
    acceptWider,
    earlier: revise ? earlierGenerations(home, facts) : [],
    revision: revise ? id : undefined,
    unfinished: unfinishedFolder(home),
    progress: (message, share) => progress(message, before + own * share),
  }
}

/** A yearly batch may not betray whom its corrections are about. */
async function withHiddenCorrections(
  cube: ProtectedCube,
  { options: { home, jurisdiction, revise }, facts, previous }: ReleaseDraft,
  connection: DuckDBConnection,
): Promise<ProtectedCube> {
  if (!revise || previous === undefined) return cube
  const before = await readSolved(connection, releaseStore.folder(home, previous.id), cube.protection)
  const promise = claimPromiseOf(jurisdiction.disclosure)
  return { ...cube, corrections: requireHiddenCorrections(cube, before, promise, earlierGenerations(home, facts)) }
}
