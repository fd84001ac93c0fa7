import type { ComponentChildren } from 'preact'
import type { JsonAnswer } from '#api'
import { type AboutContext, coverageNotes, periodText } from './about-answer.ts'

interface ProvenanceProps {
  readonly answers: readonly JsonAnswer[]
  readonly context: AboutContext
  /** What a page has to say besides. */
  readonly notes?: readonly string[] | undefined
  readonly children?: ComponentChildren
}

/** Everything that has to be said beside the figures of a page: incompleteness, units, rules, periods, sources, release. */
export function Provenance({ answers, context, notes = [], children }: ProvenanceProps) {
  const { language, t, figures, service } = context
  const [first] = answers
  if (first === undefined) return null
  const unique = (read: (answer: JsonAnswer) => string) => [...new Set(answers.map(read))]
  const incomplete = new Map(answers.flatMap((answer) => answer.incomplete.map((one) => [one.period, one.coveredTo])))
  const { caveat } = service.catalog.jurisdiction
  return (
    <section class="provenance" aria-label={t('source')}>
      {children}
      <ul class="notes">
        {[...incomplete].map(([period, coveredTo]) => (
          <li key={period}>{t('incomplete_period', { period, date: figures.date(coveredTo) })}</li>
        ))}
        {[...new Set(answers.flatMap(coverageNotes))].map((note) => (
          <li key={note}>{note}</li>
        ))}
        {caveat && <li>{caveat[language]}</li>}
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
        {answers.some(({ notes }) => notes.some(({ code }) => code === 'provisional')) && <li>{t('provisional')}</li>}
        <li>{t('method_note')}</li>
      </ul>
      <dl>
        <Fact term={t('source')} values={unique(({ source }) => source)} />
        <Fact term={t('unit')} values={unique(({ unit }) => unit)} />
        <Fact term={t('rule')} values={unique(({ rule }) => rule)} />
        <Fact
          term={t('data_period')}
          values={[...new Set(answers.flatMap((answer) => periodText(answer, context) ?? []))]}
        />
        <Fact
          term={t('release')}
          values={[
            t('release_of', {
              release: first.release ?? first.generation ?? '',
              date: figures.date(first.asOf.slice(0, 10)),
            }),
          ]}
        />
      </dl>
      <Glossary answers={answers} context={context} />
    </section>
  )
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
      <dl>
        {[...terms].map(([term, meaning]) => (
          <Fact key={term} term={term} values={[meaning]} />
        ))}
      </dl>
    </details>
  )
}

function Fact({ term, values }: { term: string; values: readonly string[] }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{values.join('; ')}</dd>
    </div>
  )
}
