import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readState } from '#foundation'
import { figureKinds } from '../../catalog/figure-kind.ts'
import { releaseStore } from './store.ts'

/** Names of tables, as `familyName` has them. */
const families = z.array(z.string())

const cubeSchema = z.object({
  errors: z.array(z.object({ error: z.number(), families })),
  widened: z.array(z.object({ kind: z.enum(figureKinds), factor: z.number(), families })),
  coverage: z.array(
    z.object({
      measure: z.string(),
      kind: z.enum(figureKinds),
      own: z.number(),
      underlying: z.number(),
      tables: z.array(z.object({ underlying: z.number(), families })),
    }),
  ),
})

/** By cube, what intervals of a release allow for, and how often they hold then: public, as the manifest is. */
const intervalsSchema = z.record(z.string(), cubeSchema)

/** What intervals of a release allow for, by the name of the cube. */
export type Intervals = z.output<typeof intervalsSchema>
/** Where a release keeps them, in its folder: its manifest is read too often to hold them. */
export const intervalsFile = 'intervals.json'

/** The intervals of a release; none where it was made before there were any. */
export function readIntervals(home: string, id: string): Intervals {
  const path = join(releaseStore.folder(home, id), intervalsFile)
  return existsSync(path) ? readState(path, intervalsSchema) : {}
}
