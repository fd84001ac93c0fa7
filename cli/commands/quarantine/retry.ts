import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { nightlyOnTerminal } from '../../texts/nightly-on-terminal.ts'

export const quarantineRetryCommand: CommandModule<JsonOption> = {
  name: 'retry',
  description: 'check them again with the current tables; every nightly run does so too',
  options: [jsonOption],
  action: (options, context) => nightlyOnTerminal({ ...options, retryOnly: true }, context),
}
