import type { Board } from '../boards/board.ts'
import type { BoardContext } from '../panels/board-context.ts'
import type { PackAsking } from './pack-query.ts'

/** What a part of the pack is made from. */
export interface PackContext extends BoardContext, PackAsking {
  readonly quarter: string
  /** All boards that there are, and those that the jurisdiction has figures for: the pack takes their panels. */
  readonly boards: readonly Board[]
  readonly offered: readonly Board[]
}
