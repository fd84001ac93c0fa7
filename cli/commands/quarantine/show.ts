import { join } from 'node:path'
import { Refusal } from '#foundation'
import { quarantinedRows, quarantineFiles } from '#ingest'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'

/** Where the rows of one extract stood and why they were set aside; never what they hold. */
export const quarantineShowCommand: CommandModule<JsonOption, string> = {
  name: 'show',
  argument: { syntax: '<hash>', description: 'of the extract, or its beginning' },
  options: [jsonOption],
  async action({ json }, { configuration, terminal }, hash) {
    const files = quarantineFiles(join(configuration.TARAZA_HOME, 'quarantine'))
    const file = files.find(({ sha256 }) => hash.length >= 6 && sha256.startsWith(hash))
    if (file === undefined) {
      const message = 'No extract with this hash has rows in quarantine. "taraza quarantine list" shows them.'
      throw new Refusal('NOT_IN_QUARANTINE', message)
    }
    const rows = await quarantinedRows(file)
    const lines = rows.flatMap(({ row, reasons }) =>
      reasons.map(({ code, column }) => `row ${row}: ${code}${column === null ? '' : ` in ${column}`}\n`),
    )
    terminal.out(json ? jsonText({ register: file.register, sha256: file.sha256, rows }) : lines.join(''))
    return exitCodes.done
  },
}
