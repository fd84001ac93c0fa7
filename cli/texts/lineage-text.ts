import type { FoundLineage, LocatedSource, RowNumbers, TracedDelivery } from '#api'
import { printable } from '#foundation'
import { counted } from './counted.ts'

type Figure = FoundLineage['figures'][number]

const roles: Readonly<Record<Figure['role'], string>> = {
  count: '',
  numerator: ', numerator',
  denominator: ', denominator',
}

/** Figures with the deliveries behind them, for a terminal. */
export function lineageText({ figures, deliveries }: FoundLineage): string {
  const known = new Map(deliveries.map((delivery) => [delivery.id, delivery]))
  return figures.map((figure) => `${headOf(figure)}\n${sourcesOf(figure, known)}`).join('')
}

function headOf({ measure, role, cell, value }: Figure): string {
  const where = Object.entries(cell).map(([dimension, code]) => `${dimension}=${code}`)
  return `${[`${measure}${roles[role]}`, ...where].join(', ')}: ${value}`
}

function sourcesOf({ value, sources }: Figure, known: ReadonlyMap<number, TracedDelivery>): string {
  if (value > 0 && sources.length === 0)
    return '  no delivery: no register contains it, or the statement of its cube names no rows\n'
  return sources
    .flatMap((source) => {
      const found = known.get(source.delivery)
      return found === undefined ? [] : [sourceText(source, found)]
    })
    .join('')
}

function sourceText({ delivery, rows, corrected, numbers }: LocatedSource, found: TracedDelivery): string {
  const later = corrected === 0 ? '' : `, and ${corrected} that later deliveries corrected`
  const line = `  ${counted(rows, 'row')}${later} of delivery ${delivery}: ${deliveryText(found)}\n`
  return numbers === undefined ? line : `${line}    ${numbersText(numbers)}\n`
}

function deliveryText(delivery: TracedDelivery): string {
  const { register, file, sha256, coverage, sentAt, generation, takenInAt, run } = delivery
  return [
    `${register}, ${printable(file)} (${sha256.slice(0, 12)})`,
    ...(coverage === null ? [] : [`${coverage.from} to ${coverage.to}`]),
    ...(sentAt === null ? [] : [`sent ${sentAt}`]),
    `taken in with generation ${generation}${takenInAt === null ? '' : ` of ${takenInAt}`}`,
    ...(run === null ? [] : [`by run ${run.sequence === 0 ? run.run : run.sequence}`]),
  ].join(', ')
}

const unknown: Readonly<Record<Exclude<RowNumbers['status'], 'found' | 'refused'>, string>> = {
  removed: 'row numbers unknown: the archive no longer has the file (TARAZA_ARCHIVE_DAYS)',
  altered: 'row numbers unknown: the file in the archive is not what was delivered. Restore the archive from a backup',
  not_read: 'row numbers unknown: the time was over before this file was read. Ask for fewer figures',
}

/** Of one delivery; more are of no use on a terminal, and `--json` has more. */
const maxRanges = 40

function numbersText(numbers: RowNumbers): string {
  if (numbers.status === 'refused')
    return `row numbers unknown: the current contract refuses the file (${numbers.code})`
  if (numbers.status !== 'found') return unknown[numbers.status]
  const { ranges, unlisted, missing, indistinct } = numbers
  const shown = ranges.slice(0, maxRanges)
  const others = ranges.slice(maxRanges).reduce((sum, { from, to }) => sum + to - from + 1, unlisted)
  return [
    ...(shown.length === 0 ? [] : [`row numbers in the file: ${shown.map(rangeText).join(', ')}`]),
    ...(others === 0 ? [] : [`${others} further ${others === 1 ? 'row' : 'rows'}`]),
    ...(missing === 0 ? [] : [`${counted(missing, 'row')} not found: contracts have changed since the file came`]),
    ...(indistinct === 0 ? [] : [`${indistinct} of them cannot be distinguished from equal rows of the file`]),
  ].join('; ')
}

function rangeText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? String(from) : `${from}–${to}`
}
