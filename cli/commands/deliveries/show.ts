import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { listDeliveries } from '../../deliveries/list-deliveries.ts'
import { deliveryNamed } from '../../deliveries/named-delivery.ts'
import { shownDelivery } from '../../deliveries/show-delivery.ts'
import { exitCodes, jsonText } from '../../output.ts'
import { calendarOfHome } from '../../texts/calendar-of-home.ts'
import { deliveryDetailText } from '../../texts/deliveries-text.ts'
import { readingOptions } from './reading-options.ts'

/** What became of the rows of one delivery, what it ended and what its night moved; never what a row holds. */
export const deliveriesShowCommand: CommandModule<JsonOption, string> = {
  name: 'show',
  argument: { syntax: '<delivery>', description: 'its number, or at least the first 6 digits of its hash' },
  description: 'one delivery: its account, rows that it ended, figures that its night moved',
  options: [jsonOption],
  async action({ json }, { configuration, terminal }, named) {
    const home = configuration.TARAZA_HOME
    const list = await listDeliveries(home, readingOptions(configuration))
    const shown = shownDelivery(deliveryNamed(named, list.deliveries), list)
    terminal.out(json ? jsonText(shown) : deliveryDetailText(shown, calendarOfHome(home)))
    return exitCodes.done
  },
}
