import { TokenStore } from '#api'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes } from '../../output.ts'

export const tokenRevokeCommand: CommandModule<unknown, string> = {
  name: 'revoke',
  argument: { syntax: '<id>', description: 'as "taraza token list" shows it' },
  action(_options, { configuration, terminal }, id) {
    const { name } = new TokenStore(configuration.TARAZA_HOME).revoke(id, new Date())
    terminal.out(`The token of ${name} is no longer valid.\n`)
    return exitCodes.done
  },
}
