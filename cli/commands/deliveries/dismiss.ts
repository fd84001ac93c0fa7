import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { incomingFolder } from '../../configuration.ts'
import { dismissLeftOut } from '../../deliveries/dismiss-deliveries.ts'
import { exitCodes, jsonText } from '../../output.ts'
import { dismissedText } from '../../texts/deliveries-text.ts'

export const deliveriesDismissCommand: CommandModule<JsonOption, readonly string[]> = {
  name: 'dismiss',
  argument: {
    syntax: '<hashes...>',
    description: 'of deliveries that a rollback left out, or at least their first 6 digits',
  },
  description: 'go without them: nobody is reminded of them, and "taraza rebuild" leaves them out',
  options: [jsonOption],
  async action({ json }, { configuration, terminal }, hashes) {
    const named = { home: configuration.TARAZA_HOME, incoming: incomingFolder(configuration), hashes }
    const deliveries = await dismissLeftOut(named, new Date())
    terminal.out(json ? jsonText({ deliveries }) : dismissedText(deliveries))
    return exitCodes.done
  },
}
