import type { DuckDBConnection } from '@duckdb/node-api'
import type { Contract } from '#jurisdictions'
import { gateOf } from '../personal/gate.ts'
import type { Extract } from '../table/extract.ts'
import { maxLineBytes } from '../table/too-long.ts'
import { type FirstLook, firstLooks, suspectPattern } from './first-look.ts'
import { knownCells } from './known-cells.ts'
import { type LinesAllOver, linesAllOver } from './lines-all-over.ts'
import { announcedIn, evenly } from './screen.ts'
import { areHarmless } from './suspects.ts'
import { betrayedIn } from './whole-columns.ts'

/** Files with the same columns and delimiter, which are read as one. */
export interface AlikeExtracts {
  readonly extracts: readonly Extract[]
  /** A relation of their lines with `fileNo`. */
  readonly lines: string
}

/** What a first look says of a file in which nothing was found. */
export type Unsuspicious = Pick<FirstLook, 'padded' | 'lines' | 'blank'>

/**
 * Looks at several files at once, as `scanForPii` looks at one. It clears a file or says nothing of it: whatever needs a closer look
 * is for `scanForPii`, which then refuses it or not.
 *
 * @returns for each file what was seen, or `undefined` where it needs a closer look
 */
export async function clearedOf(
  connection: DuckDBConnection,
  { extracts, lines }: AlikeExtracts,
  contract: Contract,
): Promise<readonly (Unsuspicious | undefined)[]> {
  const [first] = extracts
  if (first === undefined || announcedIn(first.header, contract).length > 0) return extracts.map(() => undefined)
  const gate = gateOf(contract.personal)
  const somes = extracts.map(({ text }) => linesAllOver(text?.path ?? ''))
  const suspect = suspectPattern(gate, knownCells(gate, thinned(somes), first.text?.delimiter ?? ';'))
  const isSampled = somes.some(({ isSample }) => !isSample)
  const looks = new Map((await firstLooks(connection, lines, suspect, isSampled)).map((look) => [look.file, look]))
  const cleared: (Unsuspicious | undefined)[] = []
  for (const [index, { header, lines: own }] of extracts.entries()) {
    const [look, some] = [looks.get(index), somes[index]]
    if (look === undefined || some === undefined || look.longest > maxLineBytes) cleared.push(undefined)
    else {
      const sample = some.isSample ? evenly(some.lines) : (look.sample ?? [])
      const isClear =
        betrayedIn(sample, { gate, header, contract }).length === 0 &&
        (await areHarmless(connection, own, { gate, suspect, ...look }))
      cleared.push(isClear ? look : undefined)
    }
  }
  return cleared
}

/** As many lines as one file would give. */
function thinned(somes: readonly LinesAllOver[]): readonly string[] {
  return somes.flatMap(({ lines }) => lines.filter((_, at) => at % somes.length === 0))
}
