import { generationStore } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes } from '../../output.ts'

export const generationsRollbackCommand: CommandModule<unknown, string> = {
  name: 'rollback',
  argument: { syntax: '<id>' },
  action(_options, { configuration, terminal }, id) {
    const { builtAt } = generationStore.rollBack(configuration.TARAZA_HOME, id)
    terminal.out(`The generation ${id} of ${builtAt} is served again.\n`)
    return exitCodes.done
  },
}
