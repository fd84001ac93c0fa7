import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { Notifier } from '../notify/notifier.ts'
import { exitCodes, jsonText } from '../output.ts'

/**
 * Sends what waits in the outbox: for a night without network, and by hand. A receiver that does not answer is tried again later; an
 * address that is refused for good needs somebody.
 */
export const notifyCommand: CommandModule<JsonOption> = {
  name: 'notify',
  description: 'send the messages about nightly runs that wait: webhook, program, mail',
  options: [jsonOption],
  async action({ json }, { channels, terminal }) {
    const notifier = new Notifier(channels, terminal)
    notifier.addRuns()
    const { sent, waiting, failures } = await notifier.send()
    const codes = failures.map(({ code }) => code)
    terminal.out(json ? jsonText({ sent, waiting, codes }) : `Messages sent: ${sent}, waiting: ${waiting}.\n`)
    if (waiting > 0) return exitCodes.tryAgain
    return failures.length > 0 ? exitCodes.refused : exitCodes.done
  },
}
