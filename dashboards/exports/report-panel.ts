import type { JsonAnswer } from '#api'
import { periodLabel } from '#warehouse'
import type { PanelModel } from '../charts/index.ts'
import { aboutAnswer, otherAnswerNotes } from '../pages/frame/about-answer.ts'
import type { BoardContext, LoadedPanel } from '../panels/board-context.ts'
import { changesIn } from '../panels/changes.ts'
import { reasonsOf } from '../panels/reasons.ts'
import { titleOf } from '../panels/title-of.ts'
import { valuesOfAnswer } from '../proof/answer-values.ts'
import { valuesOfFindings } from '../proof/figure-values.ts'
import { type FigureClaim, hashOfValues } from '../proof/manifest.ts'
import type { ReportPanel } from './report.ts'

/** A panel of a pack or a file, with what it claims. */
export interface Claimed {
  readonly panel: ReportPanel
  readonly claims: readonly FigureClaim[]
}

/** A loaded panel of a page as slides, paper and sheets take it. */
export function reportPanel(name: string, loaded: LoadedPanel, context: BoardContext): Claimed {
  const { language } = context
  const { panel: board, answer, findings, chart, table, sentences, model } = loaded
  const values = findings !== undefined ? valuesOfFindings(findings) : answer && valuesOfAnswer(answer)
  const title = titleOf(loaded, context)
  return {
    panel: {
      name,
      title,
      about: board.description[language],
      sentences,
      notices: [...reasonsOf(loaded, context), ...noticesOf(loaded, context), ...fewOf(model, context)],
      source: answer === undefined ? [] : aboutAnswer(answer, context),
      model,
      chart,
      table,
      answer: findings === undefined ? answer : undefined,
      values,
    },
    claims: claimsOf(name, title, loaded, values),
  }
}

/** What is drawn was asked for: one question, or one for each group. */
function claimsOf(
  name: string,
  title: string,
  { panel: { dataset, method }, parameters = {}, parts }: LoadedPanel,
  values: ReportPanel['values'],
): readonly FigureClaim[] {
  const claim = { name, title, dataset, ...(method === undefined ? {} : { method }) }
  if (parts !== undefined)
    return parts.map((part) => ({
      ...claim,
      parameters: part.parameters,
      sha256: hashOfValues(valuesOfAnswer(part.answer)),
    }))
  return values === undefined ? [] : [{ ...claim, parameters, sha256: hashOfValues(values) }]
}

function noticesOf({ panel, answer }: LoadedPanel, { t, language, figures, service }: BoardContext): readonly string[] {
  if (answer === undefined) return []
  return [
    ...otherAnswerNotes(answer, t),
    ...noticesOfAnswer(answer, { t, figures, service }),
    ...panel.notes.map((note) => note[language]),
  ]
}

/** Which figures rest on few people: native charts of slides do not mark them. */
function fewOf(model: PanelModel | undefined, { t }: Pick<BoardContext, 't'>): readonly string[] {
  const few = (model?.categories ?? []).filter((_, at) => model?.series.some(({ points }) => points[at]?.few))
  return few.length === 0 ? [] : [t('rests_on_few', { names: few.map(({ label }) => label).join(', ') })]
}

/** What a reader of figures over time has to know: changes of law by their numbers, unfinished periods, provisional figures. */
export function noticesOfAnswer(
  answer: JsonAnswer,
  { t, figures, service }: Pick<BoardContext, 't' | 'figures' | 'service'>,
): readonly string[] {
  const labelOf = (period: string) => periodLabel(period, service.catalog.jurisdiction)
  return [
    ...changesIn(answer).map(({ number, title, on }) => `${number} ${title} (${figures.date(on)})`),
    ...answer.incomplete.map(({ period, coveredTo }) =>
      t('incomplete_period', { period: labelOf(period), date: figures.date(coveredTo) }),
    ),
    ...(answer.notes.some(({ code }) => code === 'provisional') ? [t('provisional')] : []),
  ]
}
