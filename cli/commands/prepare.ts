import { writePreparation } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { prepareSample } from '../sample/prepare-sample.ts'
import { remainingSeconds } from '../time-left.ts'

/** `taraza prepare`: makes the figures of a sample home, and tells its servers how far it is. */
export async function prepareCommand(
  { TARAZA_HOME: home, TARAZA_THREADS: threads, TARAZA_MEMORY: memoryLimit }: Configuration,
  terminal: Terminal,
): Promise<number> {
  // It works for a server: when that is gone, however it ended, the next one goes on from what is done.
  process.once('disconnect', () => process.exit(exitCodes.refused))
  process.channel?.unref()
  const left = remainingSeconds()
  const progress = (step: string, done: number) => writePreparation(home, { done, secondsLeft: left(done), step })
  await prepareSample({ home, threads, memoryLimit, progress })
  terminal.out('The figures of this installation are made, and shown from now on.\n')
  return exitCodes.done
}
