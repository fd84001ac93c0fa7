import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { incomingFolder } from '../../configuration.ts'
import { retakeDeliveries } from '../../deliveries/retake-deliveries.ts'
import { exitCodes, jsonText } from '../../output.ts'
import { retakenText } from '../../texts/deliveries-text.ts'

export const deliveriesRetakeCommand: CommandModule<JsonOption, readonly string[]> = {
  name: 'retake',
  argument: {
    syntax: '<hashes...>',
    description: 'of deliveries that a rollback left out, or at least their first 6 digits',
  },
  description: 'put archived originals back for the next nightly run',
  options: [jsonOption],
  async action({ json }, { configuration, terminal }, hashes) {
    const incoming = incomingFolder(configuration)
    const deliveries = await retakeDeliveries({ home: configuration.TARAZA_HOME, incoming, hashes })
    terminal.out(json ? jsonText({ deliveries }) : retakenText(deliveries))
    return exitCodes.done
  },
}
