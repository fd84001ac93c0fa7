import { generationStore, storedMeaning } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'

export const generationsListCommand: CommandModule<JsonOption> = {
  name: 'list',
  description: 'all generations that are stored, and which one is served',
  options: [jsonOption],
  action({ json }, { configuration, terminal }) {
    const all = generationStore.list(configuration.TARAZA_HOME)
    const current = generationStore.currentId(configuration.TARAZA_HOME)
    const lines = all.map(({ id, builtAt, persons, meaning }) => {
      const marks = [
        ...(id === current ? ['served'] : []),
        ...(meaning < storedMeaning ? ['of an earlier version'] : []),
      ]
      return `${id}  ${builtAt}  ${persons} persons${marks.map((mark) => `, ${mark}`).join('')}\n`
    })
    terminal.out(json ? jsonText(all) : lines.join(''))
    return exitCodes.done
  },
}
