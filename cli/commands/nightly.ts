import type { Configuration } from '../configuration.ts'
import type { RunReport } from '../nightly/report.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import { exitCodes, type Terminal } from '../output.ts'

export interface NightlyCommand {
  readonly jurisdiction?: string
  readonly incoming?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** `taraza nightly` */
export async function nightlyCommand(
  command: NightlyCommand,
  configuration: Configuration,
  terminal: Terminal,
): Promise<number> {
  const { jurisdiction, incoming, dryRun, json } = command
  const report = await runNightly({
    home: configuration.TARAZA_HOME,
    jurisdiction,
    incoming,
    dryRun,
    now: new Date(),
    threads: configuration.TARAZA_THREADS,
    memoryLimit: configuration.TARAZA_MEMORY,
    progress: (text) => terminal.progress(text),
  })
  terminal.progress('')
  terminal.out(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report))
  return report.decision === 'refused' ? exitCodes.refused : exitCodes.done
}

const decisions: Readonly<Record<RunReport['decision'], string>> = {
  published: 'Published a new generation.',
  nothing_new: 'Nothing new: the generation stays as it is.',
  refused: 'Refused. Nothing was changed.',
  dry_run: 'Dry run: everything was checked, nothing was published.',
}

/** The report of a run for a terminal: one line a file, then reasons, refusals and the decision. */
export function reportText({ deliveries, refusals, decision, generation, durations }: RunReport): string {
  const lines = deliveries.flatMap(({ file, account, reasons }) => {
    const { read, ...ends } = account
    const parts = Object.entries(ends).filter(([, count]) => count > 0)
    const why = Object.entries(reasons).map(([code, count]) => `    ${code}: ${count}\n`)
    return [`${file}: ${read} rows = ${parts.map(([end, count]) => `${count} ${end}`).join(' + ')}\n`, ...why]
  })
  const refused = refusals.map(({ file, message, code }) => `${file ?? ''}: ${message} [${code}]\n`)
  const served = generation === null ? '' : ` Served: ${generation}.`
  return `${lines.join('')}${refused.join('')}${decisions[decision]}${served} ${durations['total']} ms\n`
}
