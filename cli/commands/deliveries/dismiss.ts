import { printable } from '#foundation'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { dismissLeftOut } from '../../deliveries/dismiss-deliveries.ts'
import { exitCodes, jsonText } from '../../output.ts'

export const deliveriesDismissCommand: CommandModule<JsonOption, readonly string[]> = {
  name: 'dismiss',
  argument: { syntax: '<hashes...>', description: 'of deliveries that a rollback left out, or their first digits' },
  description: 'go without them: nobody is reminded of them, and "taraza rebuild" leaves them out',
  options: [jsonOption],
  async action({ json }, { configuration, terminal }, hashes) {
    const dismissed = await dismissLeftOut(configuration.TARAZA_HOME, hashes, new Date())
    const named = dismissed.map(({ register, file, sha256, generation }) => ({ register, file, sha256, generation }))
    const lines = named.map(
      ({ register, file, sha256 }) => `Dismissed: ${printable(file)} (${register}, ${sha256.slice(0, 12)})\n`,
    )
    terminal.out(json ? jsonText({ deliveries: named }) : lines.join(''))
    return exitCodes.done
  },
}
