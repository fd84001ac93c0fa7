import type { JsonAnswer, MethodFindings } from '#api'
import type { Refusal } from '#foundation'
import type { Edition } from '#warehouse'
import type { BoardPanel } from '../boards/board.ts'
import type { BoardChoice } from '../boards/board-choice.ts'
import type { Chart, PanelModel } from '../charts/index.ts'
import type { TableData } from '../charts/table-data.ts'
import type { FigureWriter } from '../texts/figures.ts'
import type { Translate } from '../texts/messages.ts'
import type { ShapeDimension } from './answer-shape.ts'
import type { AskMethod } from './ask-methods.ts'
import type { AskContext } from './run-query.ts'

/** The parameters of a question. */
export type AskedParameters = Readonly<Record<string, string>>

/** What the panels of a page are loaded with. */
export interface BoardContext extends AskContext {
  /** What all answers of the page are made from. */
  readonly edition: Edition
  readonly t: Translate
  readonly figures: FigureWriter
  readonly choice: BoardChoice
  readonly askMethod: AskMethod
}

/** An answer and what was asked for it: names and codes only. */
export interface AnswerPart {
  readonly answer: JsonAnswer
  readonly parameters: AskedParameters
}

/** A panel with everything that is shown in it, or why it cannot be shown. */
export interface LoadedPanel {
  readonly panel: BoardPanel
  readonly refused?: Refusal
  /** The figures that the chart shows, for every carrier. */
  readonly model?: PanelModel | undefined
  readonly chart?: Chart | undefined
  readonly answer?: JsonAnswer
  /** The answers of the groups, where they are what is drawn. */
  readonly parts?: readonly AnswerPart[]
  readonly table?: TableData
  readonly sentences: readonly string[]
  /** Why nothing is said of its growth, where something should be. */
  readonly trendRefused?: Refusal | undefined
  /** The address of the rows at the API, without a format; of a method's findings. */
  readonly address?: string
  /** What was asked: names and codes only. */
  readonly parameters?: AskedParameters
  readonly findings?: MethodFindings
  /** Codes that the page can be narrowed to from this panel, and by which filter. */
  readonly steps?: ShapeDimension | undefined
  /** Filters of the page that this panel cannot be narrowed by. */
  readonly unfiltered: readonly string[]
}
