import { printable } from '#foundation'
import { type Calendar, periodLabel } from '#warehouse'
import type { RebuildReport } from '../rebuild/run-rebuild.ts'

const decisions: Readonly<Record<RebuildReport['decision'], string>> = {
  rebuilt: 'Rebuilt from the archive.',
  incomplete:
    'Not whole: nothing was published. Send the missing deliveries again, or publish without them with --partial.',
  dry_run: 'Dry run: everything was compared, nothing was published.',
}

const reasons: Readonly<Record<string, string>> = {
  REMOVED: 'its original is not in the archive, which keeps originals for TARAZA_ARCHIVE_DAYS',
  ALTERED: 'its original in the archive is not what was delivered',
  NO_CONTRACT: 'its register has no contract any more',
}

/** What a rebuild made of the archive, for a terminal. */
export function rebuildText(report: RebuildReport, calendar: Calendar): string {
  const { registers, figures, missing, rolledBack, deliveries, decision, generation } = report
  const rows = registers.map(
    ({ register, before, after, isEqual }) =>
      `${register}: ${before} rows before, ${after} now${equalText(before, after, isEqual)}\n`,
  )
  const changed = figures.map(
    ({ year, sanction_class, before, after }) =>
      `${periodLabel(String(year), calendar)} ${sanction_class}: ${before} persons before, ${after} now\n`,
  )
  const served = generation === null ? '' : ` Served: ${generation}.`
  return [
    `${deliveries} deliveries were taken in again.\n`,
    ...missing.map(missingText),
    ...rolledBack.map(
      ({ register, file }) => `${printable(file)} (${register}): in the archive, and not in the current generation\n`,
    ),
    ...rows,
    ...changed,
    `${decisions[decision]}${served}\n`,
  ].join('')
}

function equalText(before: number, after: number, isEqual: boolean): string {
  if (isEqual) return ', the same ones'
  return before === after ? ', but not the same ones' : ''
}

function missingText({ register, file, coverage, why }: RebuildReport['missing'][number]): string {
  const days = coverage === null ? '' : `, ${coverage.from} to ${coverage.to}`
  return `missing: ${printable(file)} (${register}${days}): ${reasons[why] ?? 'the contracts of today refuse it'} [${why}]\n`
}
