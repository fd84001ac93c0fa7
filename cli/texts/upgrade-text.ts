import { type Calendar, periodLabel } from '#warehouse'
import type { UpgradeReport } from '../upgrade/run-upgrade.ts'

const decisions: Readonly<Record<UpgradeReport['decision'], (report: UpgradeReport) => string>> = {
  upgraded: ({ from, generation }) => `Upgraded. Served: ${generation}; ${from} stays readable.`,
  dry_run: () => 'Dry run: everything was made and checked, nothing was published.',
  nothing_to_do: () => 'Nothing to do: this version of the program made the facts, or there are none yet.',
}

/** What an upgrade did, for a terminal. */
export function upgradeText(report: UpgradeReport, calendar: Calendar): string {
  const { registers, figures, backup, decision } = report
  const carried = registers.map(
    ({ register, rows, restated }) => `${register}: ${rows} rows carried over, ${restated} with a new fingerprint\n`,
  )
  const changed = figures.map(
    ({ year, sanction_class, before, after }) =>
      `${periodLabel(String(year), calendar)} ${sanction_class}: ${before} persons before, ${after} now\n`,
  )
  const figuresText = registers.length > 0 && figures.length === 0 ? 'No exact figure changes.\n' : changed.join('')
  const copied = backup === null ? '' : `Backed up to ${backup}. It holds the secrets of this home: keep it as safe.\n`
  return `${copied}${carried.join('')}${figuresText}${decisions[decision](report)}\n`
}
