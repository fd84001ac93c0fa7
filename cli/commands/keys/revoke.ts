import { join } from 'node:path'
import { revokeSigningKey } from '#dashboards'
import type { CommandModule } from '../../command-module.ts'
import { takeWriterLock } from '../../nightly/writer-lock.ts'
import { exitCodes } from '../../output.ts'

/** For a key that was replaced before anybody knew that somebody else has it. */
export const keysRevokeCommand: CommandModule<object, string> = {
  name: 'revoke',
  argument: { syntax: '<key>', description: 'a former signing key, or its last characters, at least 8' },
  description: 'somebody else may have a former signing key: files that it signed are no longer proven',
  options: [],
  async action(_options, { configuration: { TARAZA_HOME: home }, terminal }, ending) {
    const giveBack = await takeWriterLock(home)
    try {
      const publicKey = revokeSigningKey(join(home, 'signing'), ending)
      terminal.out(
        `Revoked: ${publicKey}\nFiles signed with it are no longer proven: export them again. Make a backup.\n`,
      )
      return exitCodes.done
    } finally {
      giveBack()
    }
  },
}
