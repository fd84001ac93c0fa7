import { type Fault, printable } from '#foundation'
import { readWholeJurisdiction } from '../check/read-whole-jurisdiction.ts'
import type { TrialReport } from '../check/trial-report.ts'
import { jurisdictionOf, tryDeliveries } from '../check/try-deliveries.ts'
import { type CommandModule, type JsonOption, jsonOption } from '../command-module.ts'
import { incomingFolder } from '../configuration.ts'
import { exitCodes, jsonText, type Terminal } from '../output.ts'
import { trialText } from '../texts/check-text.ts'
import { counted } from '../texts/counted.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'

interface CheckOptions extends JsonOption {
  readonly jurisdiction?: string
  readonly register?: string
  readonly values?: boolean
  readonly waiting?: boolean
}

const description = `Reports what the nightly run would say of files, given the data in the home, and
changes nothing. Without files: what is wrong in the files of the jurisdiction.

Exit code:
  0  all of it would be published
  1  refused or blocked, or the files of the jurisdiction have faults
  2  wrong usage
  3  a part would be published: rows are quarantined, or registers wait`

export const checkCommand: CommandModule<CheckOptions, readonly string[]> = {
  name: 'check',
  argument: { syntax: '[paths...]', description: 'extracts, and folders of deliveries' },
  summary: 'report what the nightly run would say of files; changes nothing',
  description,
  options: [
    {
      flags: '--jurisdiction <code>',
      description: 'whose contracts, a code or a folder; by default those of the home',
    },
    { flags: '--register <name>', description: 'where the name of the file does not show it' },
    { flags: '--waiting', description: 'also what waits in the incoming folder of the settings' },
    { flags: '--values', description: 'list the codes that are in no table: cells of the file, for your eyes' },
    jsonOption,
  ],
  async action({ json, waiting, ...options }, { configuration, terminal }, named) {
    const home = configuration.TARAZA_HOME
    const paths = waiting ? [...named, incomingFolder(configuration)] : named
    if (paths.length === 0) return checkConfiguration(jurisdictionOf({ home, ...options }), json, terminal)
    const left = remainingSeconds()
    const report = await tryDeliveries({
      ...options,
      paths,
      home,
      now: new Date(),
      threads: configuration.TARAZA_DUCKDB_THREADS,
      memoryLimit: configuration.TARAZA_DUCKDB_MEMORY_LIMIT,
      progress: (text, share) => terminal.progress(`${timeLeft(share, left(share))}: ${text}`),
    })
    terminal.progress('')
    terminal.out(json ? jsonText(report) : trialText(report))
    return exitCode(report)
  },
}

function exitCode({ decision, whole }: TrialReport): number {
  if (decision === 'refused' || decision === 'blocked') return exitCodes.refused
  return whole ? exitCodes.done : exitCodes.partly
}

function checkConfiguration(code: string, json: boolean | undefined, terminal: Terminal): number {
  const { notes, ...counts } = readWholeJurisdiction(code)
  const said = [
    counted(counts.contracts, 'contract'),
    counted(counts.lists, 'list'),
    counted(counts.crosswalks, 'crosswalk'),
  ].join(', ')
  terminal.out(
    json
      ? jsonText({ jurisdiction: code, ...counts, faults: [], notes })
      : `${notes.map(noteText).join('')}Nothing is wrong in the files of ${printable(code)}: ${said}.\n`,
  )
  return exitCodes.done
}

function noteText({ file, line, message }: Fault): string {
  return `${printable(file)}:${line}: ${message}\n`
}
