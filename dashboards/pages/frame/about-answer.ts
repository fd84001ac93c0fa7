import type { JsonAnswer, Service } from '#api'
import type { Language } from '#jurisdictions'
import { datasetNamed } from '#warehouse'
import type { FigureWriter } from '../../texts/figures.ts'
import type { Translate } from '../../texts/messages.ts'

export interface AboutContext {
  readonly language: Language
  readonly t: Translate
  readonly figures: FigureWriter
  readonly service: Service<'public'>
}

/** Which days the figures of an answer cover, and by which date they are counted; `undefined` for what is in no extract. */
export function periodText({ dataset, period }: JsonAnswer, context: AboutContext): string | undefined {
  const { language, t, figures, service } = context
  const event = datasetNamed(dataset, service.catalog).eventDate[language]
  return period === null
    ? undefined
    : t('data_from_to', { from: figures.date(period.from), to: figures.date(period.to), event })
}

/** That the question goes beyond what the extracts cover, or that nobody knows what they cover. */
export function coverageNotes({ notes }: Pick<JsonAnswer, 'notes'>): readonly string[] {
  return notes.filter(({ code }) => ['trimmed', 'coverage_unknown', 'census'].includes(code)).map(({ text }) => text)
}

const reasons = [
  ...[
    'told_enough',
    'budget_own',
    'budget_common',
    'budget_restored',
    'complete_years',
    'longer_period',
    'by_quarter',
    'wider_filter',
  ],
  'left_out',
]

/** That another question is answered than the one that was asked, and why; and that rows are left out. */
export function otherAnswerNotes(
  { notes, coarser }: Pick<JsonAnswer, 'notes' | 'coarser'>,
  t: Translate,
): readonly string[] {
  const said = notes.filter(({ code }) => reasons.includes(code)).map(({ text }) => text)
  const isOfAnalysts = notes.some(({ code }) => code === 'told_enough')
  return coarser === null || isOfAnalysts ? said : [t('panel_coarser'), ...said]
}

/** What stands beside figures wherever they are: on a page, in a frame of another page, in a picture. */
export function aboutAnswer(answer: JsonAnswer, context: AboutContext): readonly string[] {
  const { t } = context
  const period = periodText(answer, context)
  return [
    `${t('unit')}: ${answer.unit}`,
    `${t('rule')}: ${answer.rule}`,
    ...(period === undefined ? [] : [`${t('data_period')}: ${period}`]),
    ...coverageNotes(answer),
    `${t('source')}: ${answer.source}`,
    `${t('release')}: ${answer.release ?? answer.generation ?? ''}`,
    ...(answer.synthetic ? [t('synthetic')] : []),
  ]
}
