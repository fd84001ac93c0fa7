import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { findings } from '../doctor/findings.ts'
import { exitCodes, jsonText } from '../output.ts'

export const doctorCommand: CommandModule<JsonOption> = {
  name: 'doctor',
  description: 'versions, settings, disk, what is served, what is missing or wrong',
  options: [jsonOption],
  action({ json }, { configuration, terminal }) {
    const found = findings(configuration, new Date())
    const lines = found.map(({ ok, what, says }) => `${ok ? 'ok   ' : 'WRONG'} ${what}: ${says}\n`)
    terminal.out(json ? jsonText(found) : lines.join(''))
    return found.every(({ ok }) => ok) ? exitCodes.done : exitCodes.refused
  },
}
