import { join } from 'node:path'
import { quoteLiteral } from '#foundation'
import { factsFile } from '../../generations/store/store.ts'
import { sharesOf } from '../periods/shares.ts'
import type { ReleaseStep } from './release-draft.ts'

/** Attaches the facts, and the files that are written. */
export const attachFiles: ReleaseStep = async ({ options: { home }, facts, release, snapshot }, connection) => {
  const attach = (file: string, name: string) => connection.run(`attach ${quoteLiteral(file)} as ${name}`)
  await connection.run(`attach ${quoteLiteral(factsFile(home, facts.id))} as facts (read_only)`)
  await attach(join(release, 'public.duckdb'), 'public')
  await attach(join(snapshot, 'units.duckdb'), 'snapshot')
  await connection.run('create schema public.counted')
  return {}
}

/** Estimates which part of the work each cube is. */
export const estimateShares: ReleaseStep = async ({ cubes, options: { jurisdiction }, period }, connection) => ({
  shares: await sharesOf(connection, cubes, jurisdiction.disclosure, period),
})

/** Closes the files that were written. */
export const detachFiles: ReleaseStep = async (_, connection) => {
  for (const name of ['public', 'snapshot']) {
    await connection.run(`checkpoint ${name}`)
    await connection.run(`detach ${name}`)
  }
  return {}
}
