import { releaseStore } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes } from '../../output.ts'

export const releasesRollbackCommand: CommandModule<unknown, string> = {
  name: 'rollback',
  argument: { syntax: '<id>', description: 'the release to serve again' },
  action(_options, { configuration, terminal }, id) {
    const { publishedAt } = releaseStore.rollBack(configuration.TARAZA_HOME, id)
    terminal.out(`The release ${id} of ${publishedAt} is served again. Nothing was solved anew.\n`)
    return exitCodes.done
  },
}
