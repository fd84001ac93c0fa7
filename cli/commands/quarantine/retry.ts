import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { nightlyOnTerminal } from '../../nightly/nightly-on-terminal.ts'

export const quarantineRetryCommand: CommandModule<JsonOption> = {
  name: 'retry',
  description: 'judge them again by the tables of today; every nightly run does so too',
  options: [jsonOption],
  action: (options, context) => nightlyOnTerminal({ ...options, retryOnly: true }, context),
}
