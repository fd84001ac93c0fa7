import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { builtPath } from '#foundation'
import { languages, type Text } from '#jurisdictions'
import type { Catalog } from '#warehouse'
import { type Board, boardPath } from '../../boards/board.ts'
import { isOffered } from '../../boards/is-offered.ts'
import { worded } from '../../boards/panel-words.ts'
import { translator } from '../../texts/messages.ts'
import type { Site } from './layout.tsx'

/** Where the script and the style of the pages lie. */
export const assetFolder = builtPath('browser')

/** Pages that are no boards, in their order: their place in the address, and the key of their name. */
const pageNames = ['sdg', 'explore', 'quality', 'fines', 'methods', 'releases', 'verify'] as const
export type PageName = (typeof pageNames)[number]

/** What the pages of a server share: the addresses of script and style, and which pages there are. */
export function siteFor(boards: readonly Board[], more: Pick<Site, 'preparation' | 'hasSignIn'> = {}): Site {
  return {
    ...more,
    style: styleAddress(),
    script: addressOf('taraza.js'),
    pages: [
      ...boards.map((board) => ({ path: boardPath(board), label: board.nav })),
      ...pageNames.map((path) => ({ path, label: labelOf(path) })),
    ],
  }
}

/** The boards that a jurisdiction has figures for, without the panels that it has none for, in the words of its catalog. */
export function boardsFor(boards: readonly Board[], catalog: Catalog): readonly Board[] {
  return boards
    .map((board) => ({
      ...board,
      panels: board.panels.filter((panel) => isOffered(panel, catalog)).map((panel) => worded(panel, catalog)),
    }))
    .filter(({ panels }) => panels.length > 0)
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
