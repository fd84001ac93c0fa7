import { printable } from '#foundation'
import { type Calendar, periodLabel } from '#warehouse'
import type { Dismissal } from '../deliveries/dismiss-deliveries.ts'
import type { ListedDelivery } from '../deliveries/list-deliveries.ts'
import type { RetakenDelivery } from '../deliveries/retake-deliveries.ts'
import type { EndedRows, ShownDelivery } from '../deliveries/show-delivery.ts'
import { deliveryText } from './report-text.ts'
import { tableText } from './table-text.ts'

const states: Readonly<Record<ListedDelivery['state'], string>> = {
  current: 'current',
  partly_superseded: 'partly superseded',
  superseded: 'superseded',
  withdrawn: 'withdrawn',
  left_out: 'left out by a rollback',
  correction_left_out: 'its corrected period was left out by a rollback',
}

const decisions: Readonly<Record<Exclude<ListedDelivery['decision'], 'rebuilt' | null>, string>> = {
  dismissed: ', dismissed',
  replaced: ', replaced by a later delivery',
}

const heads = ['no', 'register', 'file', 'hash', 'period', 'sent', 'run', 'accepted', 'quarantined', 'state']

/** All deliveries, for a terminal. */
export function deliveriesText(deliveries: readonly ListedDelivery[]): string {
  if (deliveries.length === 0) return 'No delivery was taken in.\n'
  return tableText(heads, deliveries.map(cellsOf))
}

function cellsOf(delivery: ListedDelivery): readonly string[] {
  const { number, register, file, sha256, period, sentAt, run, accepted, quarantined } = delivery
  return [
    ...[String(number ?? '-'), register, printable(file), sha256.slice(0, 12)],
    ...[period === null ? '-' : `${period.from} to ${period.to}`, sentAt ?? '-', run === null ? '-' : runName(run)],
    ...[String(accepted ?? '-'), String(quarantined ?? '-'), stateText(delivery)],
  ]
}

function runName({ sequence, name }: NonNullable<ListedDelivery['run']>): string {
  return sequence === 0 ? name : String(sequence)
}

function stateText({ state, decision }: ListedDelivery): string {
  if (decision === 'rebuilt') return 'left out by a rebuild without its original'
  return `${states[state]}${decision === null ? '' : decisions[decision]}`
}

/** One delivery, for a terminal. */
export function deliveryDetailText(shown: ShownDelivery, calendar: Calendar): string {
  const { number, register, file, sha256, period, sentAt, generation, run, rows, ended, endedBy, moved } = shown
  const night = run === null ? 'its report is no longer there' : `run ${runName(run)}`
  const lines = [
    `${number === null ? 'Not in the facts' : `Delivery ${number}`}: ${printable(file)} (${register}), ${stateText(shown)}`,
    `hash ${sha256}`,
    `${period === null ? 'no period' : `${period.from} to ${period.to}`}, ${sentAt === null ? 'nothing says when it was sent' : `sent ${sentAt}`}`,
    `came with generation ${generation}, ${night}`,
    ...(rows === null ? [] : [`rows that are true now: ${rows}`]),
    ...ended.map((rowsOf) => `ended ${endedText(rowsOf)}`),
    ...endedBy.map(({ delivery, as, rows: count }) => `rows that delivery ${delivery} ended: ${count} ${as}`),
  ]
  return `${lines.map((line) => `${line}\n`).join('')}${accountText(shown)}${moved === null ? '' : movedText(moved, calendar)}`
}

function endedText({ delivery, as, rows }: EndedRows): string {
  return `rows of delivery ${delivery}: ${rows} ${as}`
}

function accountText({ account, reasons, reported, file, register, sha256, period, sentAt }: ShownDelivery): string {
  if (account === null) return 'its account is no longer there\n'
  const { rows, columns, layout, checks, notes } = reported ?? {
    rows: {},
    columns: {},
    layout: {},
    checks: [],
    notes: [],
  }
  const about = { register, file, sha256, coverage: period, sentAt, synthetic: false }
  return deliveryText({ ...about, account, reasons, rows, columns, layout, checks, notes })
}

function movedText({ deliveries, figures }: NonNullable<ShownDelivery['moved']>, calendar: Calendar): string {
  const of = deliveries === 1 ? 'it moved' : `the ${deliveries} deliveries of its night moved`
  if (figures.length === 0) return `${of} no figure\n`
  const changed = figures.map(
    ({ year, sanction_class, before, after }) =>
      `  ${periodLabel(String(year), calendar)} ${sanction_class}: ${before} persons before, ${after} after\n`,
  )
  return `${of} these figures:\n${changed.join('')}`
}

const outcomes: Readonly<Record<RetakenDelivery['outcome'], string>> = {
  waits: 'waits for the next nightly run',
  waits_already: 'waits already',
  in_facts: 'is in the facts already, nothing was done: a file that came before brings no row',
}

/** What became of deliveries that were to be taken in again, for a terminal. */
export function retakenText(deliveries: readonly RetakenDelivery[]): string {
  const lines = deliveries.map((delivery) => {
    const { outcome, wasDismissed, folder } = delivery
    const dismissal = wasDismissed
      ? ', is no longer dismissed'
      : outcome === 'waits_already'
        ? ', nothing was done'
        : ''
    const where = folder === null ? '' : `, in ${printable(folder)}`
    return `${nameText(delivery)} ${outcomes[outcome]}${dismissal}${where}\n`
  })
  return lines.join('')
}

/** What became of deliveries that the facts were to go without, for a terminal. */
export function dismissedText(deliveries: readonly Dismissal[]): string {
  const lines = deliveries.map((delivery) =>
    delivery.outcome === 'dismissed'
      ? `Dismissed: ${nameText(delivery)}\n`
      : `${nameText(delivery)} ${outcomes[delivery.outcome]}\n`,
  )
  return lines.join('')
}

function nameText({ register, file, sha256 }: Pick<RetakenDelivery, 'register' | 'file' | 'sha256'>): string {
  return `${printable(file)} (${register}, ${sha256.slice(0, 12)})`
}
