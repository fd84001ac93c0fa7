import type { FoundLineage, LocatedFigure, LocatedSource, RowNumbers, TracedDelivery } from '#api'
import type { Language } from '#jurisdictions'
import type { Dataset } from '#warehouse'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import { startedAt } from './run-report-page.tsx'
import { Section } from './section.tsx'

export interface LineageFiguresProps {
  readonly found: FoundLineage
  readonly dataset: Dataset
  readonly registerLabel: (register: string) => string
  /** Whether the reader may open reports of runs. */
  readonly mayReadRuns: boolean
  readonly figures: FigureWriter
  readonly language: Language
  readonly t: Translate
}

/** Figures, each with the deliveries behind it. */
export function LineageFigures(props: LineageFiguresProps) {
  const { found } = props
  return (
    <>
      {found.figures.map((figure, place) => (
        <TracedFigure key={place} figure={figure} {...props} />
      ))}
    </>
  )
}

function TracedFigure({ figure, ...props }: LineageFiguresProps & { readonly figure: LocatedFigure }) {
  const { found, t } = props
  const known = new Map(found.deliveries.map((delivery) => [delivery.id, delivery]))
  const rows = figure.sources.flatMap((source) => {
    const delivery = known.get(source.delivery)
    return delivery === undefined ? [] : [rowOf(source, delivery, props)]
  })
  const withRows = figure.sources.some(({ numbers }) => numbers !== undefined)
  const heads = [
    t('lineage_delivery'),
    t('run_register'),
    t('run_file'),
    t('run_period'),
    t('lineage_sent'),
    t('lineage_taken'),
    { numbers: t('lineage_counted') },
    { numbers: t('lineage_corrected') },
    ...(withRows ? [t('lineage_numbers')] : []),
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
  const labels = Object.entries(cell).map(
    ([name, code]) => dataset.dimensions.get(name)?.codes.find((own) => own.code === code)?.label[language] ?? code,
  )
  const part = role === 'count' ? [] : [t(role === 'numerator' ? 'lineage_numerator' : 'lineage_out_of')]
  const what = [dataset.measures.get(measure)?.label[language] ?? measure, ...part, ...labels].join(' · ')
  return `${what}: ${figures.count(value)}`
}

function rowOf(source: LocatedSource, delivery: TracedDelivery, props: LineageFiguresProps) {
  const { figures, registerLabel, t } = props
  const { id, register, file, coverage, sentAt } = delivery
  return [
    String(id),
    registerLabel(register),
    file,
    coverage === null ? '' : `${coverage.from} – ${coverage.to}`,
    sentAt === null ? '' : minuteOf(sentAt),
    takenIn(delivery, props),
    figures.count(source.rows),
    figures.count(source.corrected),
    ...(source.numbers === undefined ? [] : [numbersText(source.numbers, figures, t)]),
  ]
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
