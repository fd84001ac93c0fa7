import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { findings } from '../doctor/findings.ts'
import { exitCodes, jsonText } from '../output.ts'

/** A line of its own could be taken for a finding. */
const indent = '\n      '

/** For people and for a monitor: ends with 1 only when somebody is needed now. */
export const doctorCommand: CommandModule<JsonOption> = {
  name: 'doctor',
  description: 'what is wrong now (error), what is worth knowing (note), what is well (ok)',
  options: [jsonOption],
  async action({ json }, { configuration, terminal }) {
    const found = await findings(configuration, new Date())
    const lines = found.map(({ level, what, says }) => `${level.padEnd(5)} ${what}: ${says.replaceAll('\n', indent)}\n`)
    terminal.out(json ? jsonText(found) : lines.join(''))
    return found.some(({ level }) => level === 'error') ? exitCodes.refused : exitCodes.done
  },
}
