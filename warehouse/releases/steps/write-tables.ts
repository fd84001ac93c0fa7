import { join } from 'node:path'
import { writeDurably } from '#foundation'
import type { Cube } from '../../catalog/cube.ts'
import { calendarOf } from '../../facts/calendar.ts'
import { releasesUpTo, snapshotFile } from '../store/store.ts'
import { fixedTables, fixedTablesFile, readFixedTables } from '../tables/fixed-tables.ts'
import { headlinesOf } from '../tables/headlines.ts'
import { writeSnapshot } from '../tables/snapshot.ts'
import type { ReleaseDraft, ReleaseStep } from './release-draft.ts'

/** The cube that a table is made of, where the release has it. */
function giverOf(what: Cube['gives'][number], { cubes, published }: ReleaseDraft) {
  const name = cubes.find(({ gives }) => gives.includes(what))?.name ?? ''
  const found = published[name]
  return found && { name, ...found }
}

/** Writes tables of sums for print. Years that were published stay as they were. */
export const writeFixedTables: ReleaseStep = async (draft, connection) => {
  const { options, previous, period, release } = draft
  if (giverOf('fines', draft) === undefined) return {}
  const before = previous === undefined ? [] : readFixedTables(options.home, previous.id)
  const [from, to] = [Math.ceil(period.first / 4), Math.floor((period.last + 1) / 4) - 1]
  const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
  const tables = await fixedTables(connection, years, before)
  writeDurably(join(release, fixedTablesFile), `${JSON.stringify(tables, null, 2)}\n`)
  return {}
}

/** Writes the counted units that analysts read. */
export const writeUnits: ReleaseStep = async (draft, connection) => {
  const { options, previous, period, cubes, id, draws, drawsAnew, secret } = draft
  const { home, jurisdiction, progress } = options
  progress('writing what analysts read', 1)
  await writeSnapshot(connection, cubes, period, {
    id,
    draws,
    revise: drawsAnew,
    earlier: releasesUpTo(home, previous),
    secret: secret.bytes,
    before: previous && snapshotFile(home, previous.id),
    separate: (cube) => jurisdiction.disclosure.cubes[cube]?.separate ?? [],
  })
  return {}
}

/** Reads what the release says first. */
export const readHeadlines: ReleaseStep = async (draft, connection) => {
  const giver = giverOf('headlines', draft)
  return {
    headlines: giver === undefined ? [] : await headlinesOf(connection, giver, calendarOf(draft.options.jurisdiction)),
  }
}
