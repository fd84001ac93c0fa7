import type { Request, Response } from 'express'
import { type PinnedVersion, type RequestKind, requestedPolicy, type Service } from '#api'
import type { Language } from '#jurisdictions'
import type { Board, BoardPanel } from '../boards/board.ts'
import { type BoardChoice, panelsFor, readBoardChoice } from '../boards/board-choice.ts'
import type { DrawnPanel } from '../pages/board/board-page.tsx'
import { askingMethods } from '../panels/ask-methods.ts'
import type { BoardContext, LoadedPanel } from '../panels/board-context.ts'
import { loadPanel } from '../panels/load-panel.ts'
import { renderSvg } from '../render/render-svg.ts'
import { figuresFor } from '../texts/figures.ts'
import { translator } from '../texts/messages.ts'
import { sendRendered } from './send-rendered.ts'

/** Panels of a board that are asked for, as a page or in another form. */
export interface BoardRequest {
  readonly request: Request
  readonly response: Response
  readonly service: Service<'public'>
  readonly version: PinnedVersion
  readonly board: Board
  readonly panels: readonly BoardPanel[]
  readonly language: Language
  readonly kind?: RequestKind
  readonly type?: string
  readonly file?: string
}

type Draw = (context: BoardContext, panels: readonly LoadedPanel[], signal: AbortSignal) => Promise<string | Uint8Array>

/** Loads panels for the choice in the address, and sends what is drawn of them. */
export async function sendBoard(asked: BoardRequest, draw: Draw): Promise<void> {
  const { request, response, service, version, board, language, kind, type, file } = asked
  const choice = choiceOf(asked)
  const offered = panelsFor(board, choice)
  const panels = asked.panels.filter((panel) => offered.includes(panel))
  await sendRendered(request, response, service, { version, language, kind, type, file }, async (ask, signal) => {
    const askMethod = askingMethods(service, ask, signal)
    const words = { language, t: translator(language), figures: figuresFor(language) }
    const context = { service, edition: version.edition, ...words, choice, ask, askMethod }
    return await draw(context, await Promise.all(panels.map((panel) => loadPanel(panel, context))), signal)
  })
}

/** What was chosen on a board. Language and level are no part of it. */
export function choiceOf(about: Pick<BoardRequest, 'request' | 'board' | 'service' | 'version'>): BoardChoice {
  const { request, board, service, version } = about
  requestedPolicy(request.query['level'], [service.audience])
  return readBoardChoice(request.query, board, service.catalog, version.edition)
}

/** A loaded panel with its chart as a picture. */
export async function drawPanel(
  loaded: LoadedPanel,
  { audience }: Service<'public'>,
  signal: AbortSignal,
): Promise<DrawnPanel> {
  const { chart } = loaded
  if (chart === undefined) return loaded
  return { ...loaded, drawn: { chart, svg: await renderSvg(chart, signal), isInteractive: audience === 'public' } }
}
