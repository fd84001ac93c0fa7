import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { canonicalJson, packageVersion, writeDurably } from '#foundation'
import type { Block, ProtectedBlock, SolvedBlocks } from '../../disclosure/rounding/index.ts'

/** Everything beside the cells that decides how a cube is solved. */
export interface SearchSettings {
  readonly cube: string
  readonly rung: number
  readonly disclosure: unknown
  readonly periods: unknown
  readonly secret: Buffer
  readonly revision: string | undefined
}

/**
 * The blocks that an unfinished release has solved, so that the next attempt at the same release goes on with the next one. The
 * same cells and settings draw the same numbers: what is read is what would be solved again.
 *
 * @param folder - of the home, outside everything served: it holds true counts
 */
export function unfinishedBlocks(folder: string, settings: SearchSettings, blocks: readonly Block[]): SolvedBlocks {
  const own = join(folder, keyOf(settings, blocks))
  const pathOf = (block: string) => join(own, `${encodeURIComponent(block)}.block`)
  return {
    known: (block) =>
      existsSync(pathOf(block)) ? (deserialize(readFileSync(pathOf(block))) as ProtectedBlock) : undefined,
    keep: (block) => {
      mkdirSync(own, { recursive: true, mode: 0o700 })
      writeDurably(pathOf(block.name), serialize(block))
    },
  }
}

/** A release that was published, or refused, leaves nothing behind. */
export function forgetUnfinishedBlocks(home: string): void {
  rmSync(unfinishedFolder(home), { recursive: true, force: true })
}

export function unfinishedFolder(home: string): string {
  return join(home, 'unfinished')
}

function keyOf({ secret, ...settings }: SearchSettings, blocks: readonly Block[]): string {
  const hash = createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify({ ...settings, packageVersion }))))
    .update(secret)
  for (const { name, cells, published, totals } of blocks) {
    hash.update(name).update(JSON.stringify([...(totals ?? [])]))
    for (const part of [...cells.codes, cells.counts, published])
      if (part !== undefined) hash.update(`${part.length} `).update(part)
  }
  return `${settings.cube}-${hash.digest('hex').slice(0, 32)}`
}
