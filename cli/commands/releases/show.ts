import { releaseStore } from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'
import { releaseText } from '../../texts/release-text.ts'

export const releasesShowCommand: CommandModule<JsonOption, string> = {
  name: 'show',
  argument: { syntax: '<id>', description: 'such as 2026-Q3.1' },
  options: [jsonOption],
  action({ json }, { configuration, terminal }, id) {
    const manifest = releaseStore.read(configuration.TARAZA_HOME, id)
    terminal.out(json ? jsonText(manifest) : releaseText(manifest))
    return exitCodes.done
  },
}
