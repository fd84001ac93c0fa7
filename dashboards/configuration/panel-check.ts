import type { FileCheck, Keys } from '#foundation'
import type { Catalog } from '#warehouse'
import type { BoardFile, BoardPanel } from '../boards/board.ts'

/** What names are looked up in. */
export interface NameLookup {
  /** Everything that any jurisdiction may deliver. */
  readonly catalog: Catalog
  /** Datasets of which something is wrong: what names them cannot be judged. */
  readonly unsound: ReadonlySet<string>
  /** Of the laws of all jurisdictions at hand. */
  readonly events: () => readonly string[]
}

/** A panel that is checked, and where its faults are told. */
export interface PanelCheck extends NameLookup {
  readonly check: FileCheck
  /** Where the panel stands in its file. */
  readonly keys: Keys
  readonly panel: BoardPanel
  readonly board: BoardFile
}
