import type { FoundLineage, LocatedFigure, LocatedSource, RowNumbers, TracedDelivery } from '#api'
import { printable } from '#foundation'
import type { Language } from '#jurisdictions'
import { type Catalog, type Dataset, periodLabel } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { startedAt } from './run-report-page.tsx'
import { Section } from './section.tsx'

export interface LineageFiguresProps {
  readonly found: FoundLineage
  readonly catalog: Catalog
  readonly dataset: Dataset
  readonly registerLabel: (register: string) => string
  /** Whether the reader may open reports of runs. */
  readonly mayReadRuns: boolean
  readonly figures: FigureWriter
  readonly language: Language
  readonly t: Translate
}

/** Figures, each with the deliveries behind it, and then the deliveries. */
export function LineageFigures(props: LineageFiguresProps) {
  const { found, t } = props
  return (
    <>
      {found.figures.length === 0 && <p>{t('lineage_nothing')}</p>}
      {found.figures.map((figure, place) => (
        <TracedFigure key={place} figure={figure} {...props} />
      ))}
      <Deliveries {...props} />
    </>
  )
}

function TracedFigure({ figure, ...props }: LineageFiguresProps & { readonly figure: LocatedFigure }) {
  const { found, t } = props
  const files = new Map(found.deliveries.map(({ id, file }) => [id, file]))
  const withRows = figure.sources.some(({ numbers }) => numbers !== undefined)
  const rows = figure.sources.map((source) => rowOf(source, files.get(source.delivery) ?? '', withRows, props))
  const heads = [
    t('lineage_delivery'),
    { wide: t('run_file') },
    { numbers: t('lineage_counted') },
    { numbers: t('lineage_corrected') },
    ...(withRows ? [{ long: t('lineage_numbers') }] : []),
  ]
  return (
    <>
      <Section title={titleOf(figure, props)} heads={heads} rows={rows} isKept />
      {rows.length === 0 && <p>{t(figure.value === 0 ? 'lineage_nothing' : 'lineage_no_delivery')}</p>}
    </>
  )
}

function titleOf({ measure, role, cell, value }: LocatedFigure, props: LineageFiguresProps): string {
  const { dataset, language, figures, t } = props
  const labels = Object.entries(cell).map(([name, code]) => labelOf(name, code, props))
  const part = role === 'count' ? [] : [t(role === 'numerator' ? 'lineage_numerator' : 'lineage_out_of')]
  const what = [dataset.measures.get(measure)?.label[language] ?? measure, ...part, ...labels].join(' · ')
  return `${what}: ${figures.count(value)}`
}

/** What people read for a code of a dimension, or for a period. */
function labelOf(name: string, code: string, { catalog, dataset, language }: LineageFiguresProps): string {
  const { grain, codes = [] } = dataset.dimensions.get(name) ?? {}
  if (grain !== undefined) return periodLabel(code, catalog.jurisdiction)
  return codes.find((own) => own.code === code)?.label[language] ?? code
}

function rowOf(
  { delivery, rows, corrected, numbers }: LocatedSource,
  file: string,
  withRows: boolean,
  props: LineageFiguresProps,
) {
  const { figures, t } = props
  return [
    <a href={`#delivery-${delivery}`}>{delivery}</a>,
    printable(file),
    figures.count(rows),
    figures.count(corrected),
    ...(withRows ? [numbers === undefined ? '' : numbersText(numbers, figures, t)] : []),
  ]
}

function Deliveries(props: LineageFiguresProps) {
  const { found, registerLabel, t } = props
  const texts = ['lineage_delivery', 'run_register', 'run_file', 'run_period', 'lineage_sent', 'lineage_taken']
  const rows = found.deliveries.map((delivery) => [
    <span id={`delivery-${delivery.id}`}>{delivery.id}</span>,
    registerLabel(delivery.register),
    printable(delivery.file),
    delivery.coverage === null ? '' : `${delivery.coverage.from} – ${delivery.coverage.to}`,
    delivery.sentAt === null ? '' : minuteOf(delivery.sentAt),
    takenIn(delivery, props),
  ])
  return <Section title={t('run_deliveries')} heads={texts.map((text) => t(text))} rows={rows} />
}

function takenIn({ generation, takenInAt, run }: TracedDelivery, { language, mayReadRuns, t }: LineageFiguresProps) {
  const number = t('lineage_generation', { number: String(generation) })
  const name = run && t('lineage_run', { run: run.sequence === 0 ? startedAt(run.run) : String(run.sequence) })
  return (
    <>
      {takenInAt === null ? '' : `${minuteOf(takenInAt)}, `}
      {number}
      {run !== null && ', '}
      {run !== null && mayReadRuns ? <a href={`/${language}/runs/${run.run}`}>{name}</a> : name}
    </>
  )
}

/** `2026-11-24 02:30 UTC` of a moment. */
function minuteOf(moment: string): string {
  return `${new Date(moment).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Of one delivery; the command has more. */
const maxRanges = 30

function numbersText(numbers: RowNumbers, figures: FigureWriter, t: Translate): string {
  if (numbers.status === 'refused') return t('lineage_unread_refused', { code: numbers.code })
  if (numbers.status !== 'found') return t(`lineage_unread_${numbers.status}`)
  const { ranges, unlisted, missing, indistinct } = numbers
  const shown = ranges.slice(0, maxRanges).map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`))
  const others = ranges.slice(maxRanges).reduce((sum, { from, to }) => sum + to - from + 1, unlisted)
  const counted = (key: string, count: number) => (count === 0 ? [] : [t(key, { count, number: figures.count(count) })])
  return [
    ...(shown.length === 0 ? [] : [shown.join(', ')]),
    ...counted('lineage_further', others),
    ...counted('lineage_missing', missing),
    ...counted('lineage_indistinct', indistinct),
  ].join('; ')
}
