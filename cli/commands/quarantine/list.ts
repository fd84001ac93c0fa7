import { join } from 'node:path'
import { quarantineFiles, quarantineReasons } from '#ingest'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'

/** What is set aside, by extract and reason. */
export const quarantineListCommand: CommandModule<JsonOption> = {
  name: 'list',
  options: [jsonOption],
  async action({ json }, { configuration, terminal }) {
    const files = []
    for (const file of quarantineFiles(join(configuration.TARAZA_HOME, 'quarantine')))
      files.push({ ...file, reasons: await quarantineReasons(file) })
    if (json) terminal.out(jsonText(files))
    else if (files.length === 0) terminal.out('Nothing is set aside.\n')
    for (const { register, sha256, reasons } of json ? [] : files) {
      const why = Object.entries(reasons).map(([code, count]) => `  ${code}: ${count}\n`)
      terminal.out(`${register} ${sha256.slice(0, 12)}\n${why.join('')}`)
    }
    return exitCodes.done
  },
}
