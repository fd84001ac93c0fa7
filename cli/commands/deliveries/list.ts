import { contractNamed } from '#ingest'
import { loadJurisdiction } from '#jurisdictions'
import { requireJurisdiction } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { type ListedDelivery, listDeliveries } from '../../deliveries/list-deliveries.ts'
import { exitCodes, jsonText } from '../../output.ts'
import { deliveriesText } from '../../texts/deliveries-text.ts'
import { readingOptions } from './reading-options.ts'

interface ListOptions extends JsonOption {
  readonly register?: string
}

export const deliveriesListCommand: CommandModule<ListOptions> = {
  name: 'list',
  description: 'all of them in the order of arrival, with what became of their rows',
  options: [{ flags: '--register <name>', description: 'of one register' }, jsonOption],
  async action({ json, register }, { configuration, terminal }) {
    const home = configuration.TARAZA_HOME
    const { generation, deliveries } = await listDeliveries(home, readingOptions(configuration))
    const listed = register === undefined ? deliveries : ofRegister(register, deliveries, home)
    terminal.out(json ? jsonText({ generation: generation?.id ?? null, deliveries: listed }) : deliveriesText(listed))
    return exitCodes.done
  },
}

/** @throws {@link Refusal} `UNKNOWN_REGISTER` */
function ofRegister(name: string, deliveries: readonly ListedDelivery[], home: string): readonly ListedDelivery[] {
  const listed = deliveries.filter(({ register }) => register === name)
  if (listed.length === 0) contractNamed(name, loadJurisdiction(requireJurisdiction(home, undefined)))
  return listed
}
