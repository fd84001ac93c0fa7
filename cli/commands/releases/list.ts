import { periodLabel, releaseStore } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'

export const releasesListCommand: CommandModule<JsonOption> = {
  name: 'list',
  options: [jsonOption],
  action({ json }, { configuration: { TARAZA_HOME: home }, terminal }) {
    const all = releaseStore.list(home)
    const served = releaseStore.current(home)?.id
    const lines = all.map(
      ({ id, publishedAt, through, yearStarts, revised }) =>
        `${id}  ${publishedAt}  through ${periodLabel(through, { yearStarts })}${revised ? '  revised' : ''}${id === served ? '  served' : ''}\n`,
    )
    terminal.out(json ? jsonText(all) : lines.join('') || 'No release so far.\n')
    return exitCodes.done
  },
}
