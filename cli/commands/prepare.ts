import { writePreparation } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { prepareSample } from '../sample/prepare-sample.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'

/** `taraza prepare`: makes the figures of a sample home, and tells its servers and the terminal how far it is. */
export async function prepareCommand(
  { TARAZA_HOME: home, TARAZA_THREADS: threads, TARAZA_MEMORY: memoryLimit }: Configuration,
  terminal: Terminal,
): Promise<number> {
  // It works for a server: when that is gone, however it ended, the next one goes on from what is done.
  process.once('disconnect', () => process.exit(exitCodes.refused))
  process.channel?.unref()
  let left: ReturnType<typeof remainingSeconds> | undefined
  const progress = (message: string, done: number) => {
    left ??= remainingSeconds(done)
    const seconds = left(done)
    writePreparation(home, { done, secondsLeft: seconds })
    terminal.progress(`Own figures: ${timeLeft(done, seconds)}, ${message}`)
  }
  await prepareSample({ home, threads, memoryLimit, progress })
  terminal.progress('')
  terminal.out('The figures of this home are made and shown.\n')
  return exitCodes.done
}
