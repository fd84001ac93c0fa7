import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { Refusal } from './refusal/refusal.ts'

/**
 * Reads a JSON file that the program wrote itself.
 *
 * @throws {@link Refusal} `STATE_BROKEN` when it is not what was written: cut off, edited or damaged
 */
export function readState<T>(path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const advice = 'This file of the home is damaged. Restore it from the backup; nothing was changed.'
    throw new Refusal('STATE_BROKEN', advice, { file: path }, { cause: error })
  }
}
