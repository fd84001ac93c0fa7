import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Fault, faultsIn, packagePath, requireNoFaults } from '#foundation'
import { eventsOfJurisdictions, type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { catalogFaults, type Declarations, declarationsOf, wholeCatalog } from '#warehouse'
import { openBoards } from '../boards/board.ts'
import { openPackContent, shippedPack } from '../pack/pack-content.ts'
import { checkBoards } from './check-boards.ts'
import { checkPack } from './check-pack.ts'
import { checkTexts } from './check-texts.ts'

/** Where the files of pages lie. */
export interface PageFiles {
  readonly boards: string
  readonly texts: string
  /** The file of the pack. */
  readonly pack: string
}

/** @param packFolder - of the secretary: a file `pack.yaml` there takes the place of ours */
export function pageFilesFor(packFolder?: string): PageFiles {
  const own = packFolder === undefined ? undefined : join(packFolder, 'pack.yaml')
  return {
    boards: packagePath('dashboards', 'boards'),
    texts: packagePath('dashboards', 'texts'),
    pack: own !== undefined && existsSync(own) ? own : shippedPack,
  }
}

/** What the files of pages are judged by. */
export interface Judged {
  readonly jurisdiction: Jurisdiction
  readonly declarations?: Declarations
  /** What is wrong in the catalog: what names a part of it that is not sound cannot be judged. */
  readonly unsound?: readonly Fault[]
}

/**
 * Everything that is wrong in boards, texts and the file of the pack.
 *
 * @param by - without it, only what each file says of itself is checked
 */
export function pageFaults(files: PageFiles, by?: Judged): readonly Fault[] {
  const faults: Fault[] = []
  const opened = openBoards(files.boards)
  const { files: boards, faults: unread } = opened
  faults.push(...unread)
  const pack = openPackContent(files.pack, faults)
  checkTexts(files.texts, faults)
  if (by === undefined) return faults
  const { jurisdiction, declarations = declarationsOf(jurisdiction), unsound = [] } = by
  const parts = new Set(unsound.map(({ file }) => basename(file, '.yaml')))
  if (parts.has('dimensions') || parts.has('cubes')) return faults
  const catalog = wholeCatalog(jurisdiction, declarations)
  const judging = { catalog, unsound: parts, events: () => eventsOfJurisdictions(jurisdiction) }
  checkBoards(opened, judging, faults)
  // A panel of a board that cannot be read may well be there.
  if (pack !== undefined && unread.length === 0) checkPack(pack, boards, judging, faults)
  return faults
}

/** @throws {@link Refusal} with everything that is wrong in boards, texts and the file of the pack */
export function requireSoundPages(jurisdiction: Jurisdiction, packFolder: string): void {
  requireNoFaults(pageFaults(pageFilesFor(packFolder), { jurisdiction }))
}

/** Everything that is wrong in the files of a jurisdiction, of the catalog and of pages, as far as each can be judged. */
export function configurationFaults(code: string, packFolder?: string): readonly Fault[] {
  const files = pageFilesFor(packFolder)
  try {
    const jurisdiction = loadJurisdiction(code)
    const unsound = catalogFaults(jurisdiction, declarationsOf(jurisdiction))
    return [...unsound, ...pageFaults(files, { jurisdiction, unsound })]
  } catch (error) {
    return [...faultsIn(error), ...pageFaults(files)]
  }
}
