import { writePreparation } from '#warehouse'
import type { CommandModule } from '../command-module.ts'
import { exitCodes } from '../output.ts'
import { prepareSample } from '../sample/prepare-sample.ts'
import { remainingSeconds } from '../time-left.ts'

/** Servers of the home are told how far it is. */
export const prepareCommand: CommandModule = {
  name: 'prepare',
  isHidden: true,
  description: 'make the figures of a home that was begun with the sample',
  async action(_options, { configuration, terminal }) {
    const { TARAZA_HOME: home, TARAZA_DUCKDB_THREADS: threads, TARAZA_DUCKDB_MEMORY_LIMIT: memoryLimit } = configuration
    // It works for a server: when that is gone, however it ended, the next one goes on from what is done.
    process.once('disconnect', () => process.exit(exitCodes.refused))
    const left = remainingSeconds()
    const progress = (step: string, done: number) => writePreparation(home, { done, secondsLeft: left(done), step })
    await prepareSample({ home, threads, memoryLimit, progress })
    terminal.out('The figures of this installation are made, and shown from now on.\n')
    return exitCodes.done
  },
}
