import type { JsonAnswer } from '#api'
import type { BoardPanel } from '../boards/board.ts'
import type { BoardContext, LoadedPanel } from '../boards/load-board.ts'
import { reasonsOf } from '../boards/reasons.ts'
import { titleOf } from '../boards/title-of.ts'
import type { PanelModel } from '../charts/index.ts'
import { aboutAnswer, otherAnswerNotes } from '../pages/about-answer.ts'
import { changesIn } from '../pages/changes.ts'
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
export function reportPanel(name: string, board: BoardPanel, loaded: LoadedPanel, context: BoardContext): Claimed {
  const { language } = context
  const { answer, findings, parameters = {}, chart, table, sentences, model } = loaded
  const values = findings !== undefined ? valuesOfFindings(findings) : answer && valuesOfAnswer(answer)
  const title = titleOf(loaded, context)
  const claim = { name, title, dataset: board.dataset, ...(board.method ? { method: board.method } : {}), parameters }
  return {
    panel: {
      name,
      title,
      about: board.about[language],
      sentences,
      notices: [...reasonsOf(loaded, context), ...noticesOf(board, loaded, context), ...fewOf(model, context)],
      source: answer === undefined ? [] : aboutAnswer(answer, context),
      model,
      chart,
      table,
      answer: findings === undefined ? answer : undefined,
      values,
    },
    claims: values === undefined ? [] : [{ ...claim, sha256: hashOfValues(values) }],
  }
}

function noticesOf(
  board: BoardPanel,
  { answer }: LoadedPanel,
  { t, language, figures }: BoardContext,
): readonly string[] {
  if (answer === undefined) return []
  return [
    ...otherAnswerNotes(answer, t),
    ...noticesOfAnswer(answer, { t, figures }),
    ...board.notes.map((note) => note[language]),
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
  { t, figures }: Pick<BoardContext, 't' | 'figures'>,
): readonly string[] {
  return [
    ...changesIn(answer).map(({ number, title, on }) => `${number} ${title} (${figures.date(on)})`),
    ...answer.incomplete.map(({ period, coveredTo }) =>
      t('incomplete_period', { period, date: figures.date(coveredTo) }),
    ),
    ...(answer.notes.some(({ code }) => code === 'provisional') ? [t('provisional')] : []),
  ]
}
