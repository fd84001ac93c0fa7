import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readState, writeDurably } from '#foundation'
import { publicHome, sampleFolder } from './home.ts'

const preparationSchema = z.object({
  /** How much of the work is done, from 0 to 1. */
  done: z.number(),
  /** `null` while it cannot be told. */
  secondsLeft: z.number().nullable(),
  /** What is being done, for the terminal. */
  step: z.string(),
})

/** How far a sample home is with figures of its own. */
export type Preparation = z.output<typeof preparationSchema>

const file = (home: string) => join(sampleFolder(home), 'preparation.json')

/** Tells servers of a sample home how far its own figures are. */
export function writePreparation(home: string, preparation: Preparation): void {
  mkdirSync(sampleFolder(home), { recursive: true, mode: 0o700 })
  writeDurably(file(home), JSON.stringify(preparation))
}

/** How far a home is with figures of its own, or `undefined` where it shows those that it has. */
export function preparationOf(home: string): Preparation | undefined {
  if (publicHome(home) === home) return undefined
  return existsSync(file(home))
    ? readState(file(home), preparationSchema)
    : { done: 0, secondsLeft: null, step: 'beginning' }
}
