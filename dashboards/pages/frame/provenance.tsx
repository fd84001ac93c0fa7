import type { ComponentChildren } from 'preact'
import type { JsonAnswer } from '#api'
import { periodLabel } from '#warehouse'
import { type AboutContext, coverageNotes, periodText } from './about-answer.ts'
import { Facts } from './facts.tsx'

interface ProvenanceProps {
  readonly answers: readonly JsonAnswer[]
  readonly context: AboutContext
  /** What a page has to say besides. */
  readonly notes?: readonly string[] | undefined
  readonly children?: ComponentChildren
}

/** Everything that has to be said beside the figures of a page: incompleteness, units, rules, periods, sources, release. */
export function Provenance({ answers, context, notes = [], children }: ProvenanceProps) {
  const { t } = context
  if (answers.length === 0) return null
  return (
    <section class="provenance" aria-label={t('source')}>
      {children}
      <ul class="notes">
        {notesOf(answers, notes, context).map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <Facts facts={factsOf(answers, context)} />
      <Glossary answers={answers} context={context} />
    </section>
  )
}

function notesOf(answers: readonly JsonAnswer[], notes: readonly string[], context: AboutContext): readonly string[] {
  const { language, t, figures, service } = context
  const incomplete = new Map(answers.flatMap((answer) => answer.incomplete.map((one) => [one.period, one.coveredTo])))
  const { caveat, ...calendar } = service.catalog.jurisdiction
  const labelOf = (period: string) => periodLabel(period, calendar)
  const isProvisional = answers.some((answer) => answer.notes.some(({ code }) => code === 'provisional'))
  return [
    ...[...incomplete].map(([period, day]) =>
      t('incomplete_period', { period: labelOf(period), date: figures.date(day) }),
    ),
    ...new Set(answers.flatMap(coverageNotes)),
    ...(caveat ? [caveat[language]] : []),
    ...notes,
    ...(isProvisional ? [t('provisional')] : []),
    t('method_note'),
  ]
}

function factsOf(answers: readonly JsonAnswer[], context: AboutContext): readonly (readonly [string, string])[] {
  const { t, figures } = context
  const unique = (read: (answer: JsonAnswer) => string) => [...new Set(answers.map(read))].join('; ')
  const periods = [...new Set(answers.flatMap((answer) => periodText(answer, context) ?? []))]
  const releases = answers
    .slice(0, 1)
    .map(({ release, generation, asOf }) =>
      t('release_of', { release: release ?? generation ?? '', date: figures.date(asOf.slice(0, 10)) }),
    )
  return [
    [t('source'), unique(({ source }) => source)],
    [t('unit'), unique(({ unit }) => unit)],
    [t('rule'), unique(({ rule }) => rule)],
    [t('data_period'), periods.join('; ')],
    [t('release'), releases.join('; ')],
  ]
}

/** What each measure of a page means, where it is read. */
function Glossary({ answers, context: { language, t, service } }: Pick<ProvenanceProps, 'answers' | 'context'>) {
  const { datasets } = service.catalog
  const measures = answers.flatMap(({ dataset, columns }) =>
    columns.flatMap(({ name }) => datasets.get(dataset)?.measures.get(name) ?? []),
  )
  const terms = new Map(measures.map(({ label, definition }) => [label[language], definition[language]]))
  return (
    <details class="glossary">
      <summary>{t('glossary')}</summary>
      <Facts facts={terms} />
    </details>
  )
}
