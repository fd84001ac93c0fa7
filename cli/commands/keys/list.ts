import { join } from 'node:path'
import { type RegisteredKey, registeredKeys } from '#dashboards'
import { homeKeys } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'

/** Public keys and fingerprints. No secret is ever printed. */
export const keysListCommand: CommandModule<JsonOption> = {
  name: 'list',
  description: 'the signing keys with their dates, and the fingerprints of the secrets',
  options: [jsonOption],
  action({ json }, { configuration: { TARAZA_HOME: home }, terminal }) {
    const [signing, secrets] = [registeredKeys(join(home, 'signing')), homeKeys(home)]
    if (json) terminal.out(jsonText({ signing, secrets }))
    else {
      for (const key of signing) terminal.out(`signing      ${lineOf(key)}\n`)
      if (signing.length === 0) terminal.out('signing      none yet: the first exported file makes one\n')
      for (const { name, fingerprint, isUsed } of secrets)
        terminal.out(`${name.padEnd(12)} ${fingerprint ?? 'none'}${isUsed ? '' : ', nothing was made with it'}\n`)
    }
    return exitCodes.done
  },
}

function lineOf({ publicKey, since, until, compromised }: RegisteredKey): string {
  const days = `${since.slice(0, 10)} to ${until?.slice(0, 10) ?? 'now'}`
  return `${publicKey}  ${days}${compromised ? ', compromised: its signatures prove nothing' : ''}`
}
