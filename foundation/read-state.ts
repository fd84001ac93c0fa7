import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { damagedFile, requirePlainFile } from './refusal/damaged-file.ts'
import { Refusal, systemErrorCode } from './refusal/refusal.ts'

/**
 * Reads a JSON file that the program wrote itself.
 *
 * @throws {@link Refusal} `STATE_BROKEN` when it is not what was written: cut off, edited or damaged; `WRONG_KIND_OF_FILE`, `NOT_PERMITTED`
 */
export function readState<T>(path: string, schema: z.ZodType<T>): T {
  requirePlainFile(path)
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (['EACCES', 'EPERM'].includes(systemErrorCode(error) ?? '')) throw notPermitted(path, error)
    throw damagedFile(path, error)
  }
}

function notPermitted(file: string, cause: unknown): Refusal {
  const advice =
    'This user may not read the data directory. Run as the user of the service; what root copied there, give to that user with chown -R.'
  return new Refusal('NOT_PERMITTED', advice, { file }, { cause })
}
