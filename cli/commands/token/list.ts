import { type Token, TokenStore } from '#api'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'

export const tokenListCommand: CommandModule<JsonOption> = {
  name: 'list',
  options: [jsonOption],
  action({ json }, { configuration, terminal }) {
    const tokens = new TokenStore(configuration.TARAZA_HOME).list()
    if (json) terminal.out(jsonText(tokens.map(({ hash: _, ...token }) => token)))
    else for (const token of tokens) terminal.out(`${lineOf(token)}\n`)
    return exitCodes.done
  },
}

function lineOf({ id, role, expiresAt, revokedAt, datasets, name }: Token): string {
  const state = revokedAt === undefined ? `until ${expiresAt.slice(0, 10)}` : `revoked ${revokedAt.slice(0, 10)}`
  return `${id}  ${role.padEnd(8)} ${state.padEnd(19)} ${datasets?.join(',') ?? 'all datasets'}  ${name}`
}
