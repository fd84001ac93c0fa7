import { generationStore } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'

export const generationsListCommand: CommandModule<JsonOption> = {
  name: 'list',
  options: [jsonOption],
  action({ json }, { configuration, terminal }) {
    const all = generationStore.list(configuration.TARAZA_HOME)
    const lines = all.map(({ id, builtAt, persons }) => `${id}  ${builtAt}  ${persons} persons\n`)
    terminal.out(json ? jsonText(all) : lines.join(''))
    return exitCodes.done
  },
}
