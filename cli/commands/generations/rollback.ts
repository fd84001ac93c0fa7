import { generationStore } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { finishNight } from '../../nightly/unfinished-night.ts'
import { takeWriterLock } from '../../nightly/writer-lock.ts'
import { exitCodes } from '../../output.ts'

export const generationsRollbackCommand: CommandModule<unknown, string> = {
  name: 'rollback',
  argument: { syntax: '<id>' },
  async action(_options, { configuration, terminal }, id) {
    const { TARAZA_HOME: home } = configuration
    const { builtAt } = generationStore.read(home, id)
    const giveBack = await takeWriterLock(home)
    try {
      finishNight(home)
      generationStore.rollBack(home, id)
      terminal.out(`The generation ${id} of ${builtAt} is served again.\n`)
      return exitCodes.done
    } finally {
      giveBack()
    }
  },
}
