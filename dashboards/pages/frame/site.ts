import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { builtPath } from '#foundation'
import { languages, type Text } from '#jurisdictions'
import type { Catalog } from '#warehouse'
import { type Board, boardPath } from '../../boards/board.ts'
import { composedFrontPage } from '../../boards/front-page.ts'
import { isOffered } from '../../boards/is-offered.ts'
import { worded } from '../../boards/panel-words.ts'
import { translator } from '../../texts/messages.ts'
import type { Site } from './layout.tsx'

/** Where the script and the style of the pages lie. */
export const assetFolder = builtPath('browser')

/** Pages that are no boards, in their order: their place in the address, and the key of their name. */
const pageNames = ['sdg', 'explore', 'quality', 'fines', 'methods', 'releases', 'verify'] as const
export type PageName = (typeof pageNames)[number]

/** The pages that are no boards, without those of figures that a jurisdiction does not have. */
export function pagesFor({ datasets }: Catalog): readonly PageName[] {
  return pageNames.filter((name) => name !== 'fines' || datasets.has('sentences'))
}

/** What the pages of a server share: the addresses of script and style, and which pages there are. */
export function siteFor(
  boards: readonly Board[],
  pages: readonly PageName[] = pageNames,
  more: Pick<Site, 'preparation' | 'hasSignIn'> = {},
): Site {
  return {
    ...more,
    style: styleAddress(),
    script: addressOf('taraza.js'),
    pages: [
      ...boards.map((board) => ({ path: boardPath(board), label: board.nav })),
      ...pages.map((path) => ({ path, label: labelOf(path) })),
    ],
  }
}

/**
 * The boards that a jurisdiction has figures for, without the panels that it has none for, in the words of its catalog. There is a
 * first page, whatever there is.
 */
export function boardsFor(boards: readonly Board[], catalog: Catalog): readonly Board[] {
  const offered = boards
    .map((board) => ({
      ...board,
      panels: board.panels.filter((panel) => isOffered(panel, catalog)).map((panel) => worded(panel, catalog)),
    }))
    .filter(({ panels }) => panels.length > 0)
  const front = boards.find(({ first }) => first)
  if (front === undefined || offered.some(({ first }) => first)) return offered
  return [composedFrontPage(front, offered, catalog), ...offered]
}

function labelOf(key: string): Text {
  const [ky = '', ru = '', en = ''] = languages.map((language) => translator(language)(key))
  return { ky, ru, en }
}

/** Where the style of all pages is found. */
export function styleAddress(): string {
  return addressOf('taraza.css')
}

/** The address of an asset holds a hash of its content, so that it may be kept for ever. */
function addressOf(name: string): string {
  const path = `${assetFolder}/${name}`
  const version = existsSync(path)
    ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 10)
    : 'missing'
  return `/assets/${name}?v=${version}`
}
