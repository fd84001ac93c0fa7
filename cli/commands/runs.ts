import { writeFileSync } from 'node:fs'
import { renderRunReport } from '#dashboards'
import { type Language, languages } from '#jurisdictions'
import { listRuns, readRunReport } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, oneOf, type Terminal } from '../output.ts'
import { runText } from './report-text.ts'

/** `taraza runs list`: every run that left a report, latest first. */
export function runsListCommand(configuration: Configuration, terminal: Terminal): number {
  for (const run of listRuns(configuration.TARAZA_HOME)) {
    const { decision, deliveries, refusals } = readRunReport(configuration.TARAZA_HOME, run)
    terminal.out(`${run}  ${decision}  ${deliveries.length} deliveries, ${refusals.length} refused\n`)
  }
  return exitCodes.done
}

/** `taraza runs show`: one report as text, JSON or a page. */
export function runsShowCommand(
  run: string | undefined,
  { format, lang, out }: { readonly format: string; readonly lang: string; readonly out?: string },
  configuration: Configuration,
  terminal: Terminal,
): number {
  const home = configuration.TARAZA_HOME
  const report = readRunReport(home, run ?? listRuns(home)[0] ?? '')
  const language = oneOf('lang', lang, languages) as Language
  const write = {
    text: () => runText(report),
    json: () => `${JSON.stringify(report, null, 2)}\n`,
    html: () => renderRunReport(report, language),
  }[oneOf('format', format, ['text', 'json', 'html']) as 'text' | 'json' | 'html']
  if (out === undefined) terminal.out(write())
  else writeFileSync(out, write(), { mode: 0o600 })
  return exitCodes.done
}
