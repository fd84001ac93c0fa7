import { printable } from '#foundation'
import { readWholeJurisdiction } from '../check/read-whole-jurisdiction.ts'
import type { TrialReport } from '../check/trial-report.ts'
import { jurisdictionOf, tryDeliveries } from '../check/try-deliveries.ts'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'
import { remainingSeconds, timeLeft } from '../time-left.ts'
import { trialText } from './check-text.ts'

export interface CheckCommand {
  readonly jurisdiction?: string
  readonly register?: string
  readonly values?: boolean
  readonly json?: boolean
}

/**
 * `taraza check`: tells what the nightly run would say of files and folders, and changes nothing. Without any, it tells everything
 * that is wrong in the files of the jurisdiction.
 */
export async function checkCommand(
  paths: readonly string[],
  { json, ...command }: CheckCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const home = configuration.TARAZA_HOME
  if (paths.length === 0) return checkConfiguration(jurisdictionOf({ home, ...command }), json, terminal)
  const left = remainingSeconds()
  const report = await tryDeliveries({
    ...command,
    paths,
    home,
    now: new Date(),
    threads: configuration.TARAZA_THREADS,
    memoryLimit: configuration.TARAZA_MEMORY,
    progress: (text, share) => terminal.progress(`${timeLeft(share, left(share))}: ${text}`),
  })
  terminal.progress('')
  terminal.out(json ? `${JSON.stringify(report, null, 2)}\n` : trialText(report))
  return exitCode(report)
}

function exitCode({ decision, whole }: TrialReport): number {
  if (decision === 'refused' || decision === 'blocked') return exitCodes.refused
  return whole ? exitCodes.done : exitCodes.partly
}

function checkConfiguration(code: string, json: boolean | undefined, terminal: Terminal): number {
  const counts = readWholeJurisdiction(code)
  const said = `${counts.contracts} contracts, ${counts.lists} lists, ${counts.crosswalks} crosswalks`
  terminal.out(
    json
      ? `${JSON.stringify({ jurisdiction: code, ...counts, faults: [] }, null, 2)}\n`
      : `Nothing is wrong in the files of ${printable(code)}: ${said}.\n`,
  )
  return exitCodes.done
}
