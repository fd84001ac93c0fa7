import type { Text } from '#jurisdictions'
import type { Catalog } from '#warehouse'
import { type Board, readBoards } from '../boards/board.ts'
import { lackingOf } from '../boards/is-offered.ts'
import { boardsFor } from '../pages/frame/site.ts'

/** Whether a jurisdiction has figures for a page and for each of its panels. */
export interface PageAvailability {
  readonly page: string
  readonly title: Text
  readonly isShown: boolean
  /** The first page, where it shows panels of other pages. */
  readonly isComposed: boolean
  /** The panels of its file, with what each of them lacks. */
  readonly panels: readonly { readonly panel: string; readonly title: Text; readonly lacks: readonly string[] }[]
}

/** The pages of boards in the order of the menu. */
export function pageAvailability(catalog: Catalog): readonly PageAvailability[] {
  const boards = readBoards()
  const shown = boardsFor(boards, catalog)
  return boards.map((board) => ({
    ...{ page: board.name, title: board.nav, isShown: shown.some(({ name }) => name === board.name) },
    isComposed: board.first && !board.panels.some((panel) => lackingOf(panel, catalog).length === 0),
    panels: panelsOf(board, catalog),
  }))
}

function panelsOf({ panels }: Board, catalog: Catalog): PageAvailability['panels'] {
  return panels.map((panel) => ({ panel: panel.name, title: panel.title, lacks: lackingOf(panel, catalog) }))
}
