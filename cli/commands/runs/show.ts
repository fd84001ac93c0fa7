import { writeFileSync } from 'node:fs'
import { renderRunReport } from '#dashboards'
import { type Language, languages, loadJurisdiction } from '#jurisdictions'
import { listRuns, readRunReport, requireJurisdiction } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes, jsonText, oneOf } from '../../output.ts'
import { calendarOfHome } from '../../texts/calendar-of-home.ts'
import { runText } from '../../texts/report-text.ts'

interface RunsShowOptions {
  readonly format: string
  readonly lang: string
  readonly out?: string
}

/** One report as text, JSON or a page. */
export const runsShowCommand: CommandModule<RunsShowOptions, string | undefined> = {
  name: 'show',
  argument: { syntax: '[run]', description: 'its name or its number; by default the latest' },
  options: [
    { flags: '--format <format>', description: 'text, json or html', default: 'text' },
    { flags: '--lang <language>', description: 'ky, ru or en', default: 'en' },
    { flags: '--out <file>', description: 'where to write' },
  ],
  action({ format, lang, out }, { configuration: { TARAZA_HOME: home }, terminal }, run) {
    const report = readRunReport(home, run ?? listRuns(home)[0] ?? '')
    const language = oneOf('lang', lang, languages) as Language
    const write = {
      text: () => runText(report, calendarOfHome(home)),
      json: () => jsonText(report),
      html: () => renderRunReport(report, language, loadJurisdiction(requireJurisdiction(home, undefined))),
    }[oneOf('format', format, ['text', 'json', 'html']) as 'text' | 'json' | 'html']
    if (out === undefined) terminal.out(write())
    else writeFileSync(out, write(), { mode: 0o600 })
    return exitCodes.done
  },
}
