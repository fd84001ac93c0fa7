import type { JsonAnswer, Service } from '#api'
import type { Language } from '#jurisdictions'
import type { Figures } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'

interface ProvenanceProps {
  readonly answers: readonly JsonAnswer[]
  readonly context: {
    readonly language: Language
    readonly t: Translate
    readonly figures: Figures
    readonly service: Service<'public'>
  }
}

/** Everything that has to be said beside the figures of a page: incompleteness, units, rules, sources, release. */
export function Provenance({ answers, context: { language, t, figures, service } }: ProvenanceProps) {
  const [first] = answers
  if (first === undefined) return null
  const unique = (read: (answer: JsonAnswer) => string) => [...new Set(answers.map(read))]
  const incomplete = new Map(answers.flatMap((answer) => answer.incomplete.map((one) => [one.period, one.coveredTo])))
  const { caveat } = service.catalog.jurisdiction
  return (
    <section class="provenance" aria-label={t('source')}>
      <ul class="notes">
        {[...incomplete].map(([period, coveredTo]) => (
          <li key={period}>{t('incomplete_period', { period, date: figures.date(coveredTo) })}</li>
        ))}
        {caveat && <li>{caveat[language]}</li>}
        {answers.some(({ notes }) => notes.some(({ code }) => code === 'provisional')) && <li>{t('provisional')}</li>}
        <li>{t('method_note')}</li>
      </ul>
      <dl>
        <Fact term={t('source')} values={unique(({ source }) => source)} />
        <Fact term={t('unit')} values={unique(({ unit }) => unit)} />
        <Fact term={t('rule')} values={unique(({ rule }) => rule)} />
        <Fact
          term={t('release')}
          values={[t('release_of', { release: first.release ?? '', date: figures.date(first.asOf.slice(0, 10)) })]}
        />
      </dl>
    </section>
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
