import type { Gate } from '../personal/gate.ts'
import { judge } from '../personal/judge.ts'
import { cellsOfLine } from '../table/cells-of-line.ts'

/** Cells that repeat are known; together they have so many characters at most, for the pattern of them has to stay small. */
const [fewest, maxCharacters] = [3, 6000]

/** Cells in words that repeat all over a file and are about nobody, such as names of courts: these need no second look in any line. */
export function knownCells(gate: Gate, lines: readonly string[], delimiter: string): readonly string[] {
  const counts = new Map<string, number>()
  for (const line of lines)
    for (const cell of cellsOfLine(delimiter === ',' ? line.replaceAll(',', ';') : line))
      if (/^[^ -~].+/u.test(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  const repeated = [...counts].filter(([, count]) => count >= fewest).sort(([, one], [, other]) => other - one)
  let characters = 0
  return repeated.flatMap(([cell]) => {
    const isKnown = characters + cell.length <= maxCharacters && isClear(gate, cell)
    if (isKnown) characters += cell.length
    return isKnown ? [cell] : []
  })
}

function isClear(gate: Gate, cell: string): boolean {
  const { sure, likely, dates, isShaped, isPart, isEncoded } = judge(gate, cell)
  return sure.length + likely.length + dates.length === 0 && !isShaped && !isPart && !isEncoded
}

/** The cells of a list, letter by letter. */
interface Branch {
  isEnd: boolean
  readonly further: Map<string, Branch>
}

/**
 * The pattern (RE2) of a cell with a character beyond ASCII that is none of some known ones, which all begin with such a character.
 *
 * @param edge - what stands between cells, as in a class of characters
 */
export function unknownCell(known: readonly string[], edge: string): string {
  const root: Branch = { isEnd: false, further: new Map() }
  for (const cell of known) {
    let branch = root
    for (const letter of cell) {
      const next = branch.further.get(letter) ?? { isEnd: false, further: new Map() }
      branch.further.set(letter, next)
      branch = next
    }
    branch.isEnd = true
  }
  const inAscii = `[^${edge}\\x{80}-\\x{10ffff}][^${edge}]*[^\\x00-\\x7f]`
  const others = `[^\\x00-\\x7f${letters(root)}][^${edge}]`
  return `(?:^|[${edge}])(?:${[inAscii, others, ...branches(root, edge, 1)].join('|')})`
}

function branches({ further }: Branch, edge: string, depth: number): readonly string[] {
  return [...further].map(([letter, branch]) => {
    const ends = branch.isEnd || depth < 2 ? [] : [`[${edge}]`, '$']
    return `${escaped(letter)}(?:${[...ends, `[^${edge}${letters(branch)}]`, ...branches(branch, edge, depth + 1)].join('|')})`
  })
}

function letters({ further }: Branch): string {
  return [...further.keys()].map(escaped).join('')
}

function escaped(letter: string): string {
  return `\\x{${letter.codePointAt(0)?.toString(16)}}`
}
