import { copyFileSync, lstatSync } from 'node:fs'
import { Refusal } from '#foundation'

/** @throws {@link Refusal} `GENERATION_BROKEN` */
export function copyFacts(from: string, to: string): void {
  requireFacts(from)
  copyFileSync(from, to)
}

/** @throws {@link Refusal} `GENERATION_BROKEN` when there is no file of facts */
export function requireFacts(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile()) return
  const advice =
    'The facts of the generation that is served are gone. Restore the home from the backup, build them again with "taraza rebuild", or serve an earlier generation: "taraza generations rollback ID". Nothing was changed.'
  throw new Refusal('GENERATION_BROKEN', advice, { file })
}
