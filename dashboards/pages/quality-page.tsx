import { type JsonAnswer, jsonAnswer } from '#api'
import { Refusal } from '#foundation'
import { registerLabel } from '#jurisdictions'
import { columnName, datasetNamed, type MeasurePart, parseQuestion, periodLabel } from '#warehouse'
import { refusalOnly } from '../panels/refusal-only.ts'
import { numberIn, rowsOf } from '../panels/rows.ts'
import type { RunQuery } from '../panels/run-query.ts'
import { refusalWords } from '../texts/refusal-words.ts'
import { DataTable } from './frame/panel.tsx'
import { Provenance } from './frame/provenance.tsx'
import { SeriesFiles } from './frame/series-files.tsx'
import { type ReleasePage, TitledPage } from './frame/titled-page.tsx'

/** Shares that say how well registers are filled and fit together; all come from protected counts. */
const asked = [
  { dataset: 'sentences', measure: 'unmapped_share' },
  { dataset: 'handoff', measure: 'registered_share' },
]

/** What a release says of the quality of its registers, and why it says no more. */
interface Quality {
  readonly answers: readonly JsonAnswer[]
  readonly reasons: readonly string[]
}

/** Asks what a release says of the quality of its registers. */
export async function loadQuality(
  page: Pick<ReleasePage, 'service' | 'language' | 't'>,
  ask: RunQuery,
): Promise<Quality> {
  const { language, service } = page
  const { catalog } = service
  const offered = asked.filter(({ dataset, measure }) => catalog.datasets.get(dataset)?.measures.has(measure))
  const given = await Promise.all(
    offered.map(({ dataset, measure }) => {
      const question = parseQuestion({ measure, by: 'year', interval: '95' }, datasetNamed(dataset, catalog))
      return ask(question).catch(refusalOnly)
    }),
  )
  const refused = given.flatMap((one) => (one instanceof Refusal ? [refusalWords(one, undefined, page)] : []))
  const answers = given.flatMap((one) => (one instanceof Refusal ? [] : [jsonAnswer(one, catalog, language)]))
  return { answers, reasons: [...new Set(refused)] }
}

/** What was delivered, what is missing and accepted, and how well registers are filled and fit together. */
export function QualityPage({ answers, reasons, ...page }: ReleasePage & Quality) {
  const { service, release, language, t, figures, site } = page
  const gapsOf = (register: string) =>
    release.gaps
      .filter((gap) => gap.register === register)
      .map(({ quarter }) => periodLabel(quarter, service.catalog.jurisdiction))
  return (
    <TitledPage name="quality" language={language} t={t} site={site} synthetic={release.synthetic}>
      <DataTable
        caption={t('quality_deliveries')}
        head={[t('run_register'), t('explore_from'), t('explore_to'), t('releases_gaps')]}
        rows={Object.entries(release.coverages).map(([register, { from, to }]) => ({
          cells: [
            registerLabel(register, language, service.jurisdiction),
            ...(from <= to ? [figures.date(from), figures.date(to)] : ['', '']),
            gapsOf(register).join(', ') || t('quality_complete'),
          ],
        }))}
      />
      {answers.map((answer) => (
        <ShareTable key={answer.dataset} answer={answer} page={page} />
      ))}
      {reasons.map((reason) => (
        <p key={reason} class="notice">
          {reason}
        </p>
      ))}
      <Provenance answers={answers} context={{ language, t, figures, service }} />
    </TitledPage>
  )
}

function ShareTable({ answer, page: { t, figures, service, language } }: { answer: JsonAnswer; page: ReleasePage }) {
  const { name = '', label = '' } = answer.columns[1] ?? {}
  const definition = service.catalog.datasets.get(answer.dataset)?.measures.get(name)?.definition[language]
  return (
    <>
      <h2>{label}</h2>
      <p>{definition}</p>
      <DataTable
        caption={label}
        head={[t('by_year'), label, t('interval'), t('denominator')]}
        rows={rowsOf(answer).map((row) => {
          const read = (part: MeasurePart) => numberIn(row, columnName(name, part)) ?? 0
          const incomplete = row['period_status'] === 'incomplete'
          const year = periodLabel(String(row['year']), service.catalog.jurisdiction)
          return {
            cells: [
              incomplete ? `${year} (${t('incomplete')})` : year,
              figures.percent(read('value')),
              `${figures.percent(read('lower'))} – ${figures.percent(read('upper'))}`,
              figures.count(read('n')),
            ],
            incomplete,
          }
        })}
      />
      <SeriesFiles
        dataset={answer.dataset}
        parameters={{ measure: name, by: 'year', interval: '95' }}
        language={language}
        t={t}
      />
    </>
  )
}
