import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { render } from 'preact-render-to-string'
import { builtPath } from '#foundation'
import { commonRegisters, type Jurisdiction, type Language, registerLabel } from '#jurisdictions'
import { calendarOf, calendarYears, periodLabel, type RunReport } from '#warehouse'
import { figuresFor } from '../texts/figures.ts'
import { translator } from '../texts/messages.ts'
import { RunReportPage } from './run-report-page.tsx'
import { type RunSummary, RunsPage } from './runs-page.tsx'

type AddressIn = (language: Language) => string

/** The report of a run as one HTML file that needs nothing else. */
export function renderRunReport(
  report: RunReport,
  language: Language,
  jurisdiction?: Pick<Jurisdiction, 'registers' | 'profile'>,
  addressIn?: AddressIn,
): string {
  const registers = jurisdiction ?? { registers: commonRegisters() }
  const calendar = jurisdiction === undefined ? calendarYears : calendarOf(jurisdiction)
  const page = {
    report,
    language,
    t: translator(language),
    figures: figuresFor(language),
    registerLabel: (register: string) => registerLabel(register, language, registers),
    labelOf: (period: string) => periodLabel(period, calendar),
    style: reportStyle(),
    ...(addressIn === undefined ? {} : { addressIn }),
  }
  return `<!doctype html>${render(<RunReportPage {...page} />)}`
}

/** The list of runs, latest first. */
export function renderRuns(runs: readonly RunSummary[], language: Language, addressIn: AddressIn): string {
  const page = { runs, language, t: translator(language), style: reportStyle(), addressIn }
  return `<!doctype html>${render(<RunsPage {...page} />)}`
}

/** The style sheet of a report, without the fonts, which a file of its own cannot bring along. */
export function reportStyle(): string {
  const path = builtPath('browser', 'taraza.css')
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll(/@font-face\s*\{[^@}]*\}/g, '') : ''
}

/** How a content security policy names that style sheet, which stands in the page itself. */
export function styleHash(): string {
  return `'sha256-${createHash('sha256').update(reportStyle()).digest('base64')}'`
}
