import type { Gate } from '../personal/gate.ts'
import { judge } from '../personal/judge.ts'
import { cellsOfLine } from '../table/cells-of-line.ts'

/** Cells that repeat are known; the pattern of all of them has so many letters at most, or the engine searches a hundred times slower. */
const [fewest, maxLetters] = [3, 700]

/** Cells in words that repeat all over a file and are about nobody, such as names of courts: these need no second look in any line. */
export function knownCells(gate: Gate, lines: readonly string[], delimiter: string): readonly string[] {
  const counts = new Map<string, number>()
  for (const line of lines)
    for (const cell of cellsOfLine(delimiter === ',' ? line.replaceAll(',', ';') : line))
      if (/^[^ -~][^,]+$/u.test(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1)
  const repeated = [...counts].filter(([, count]) => count >= fewest).sort(([, one], [, other]) => other - one)
  const known: string[] = []
  for (const [cell] of repeated) {
    if (lettersOf([...known, cell]) > maxLetters) break
    if (isClear(gate, cell)) known.push(cell)
  }
  return known
}

function isClear(gate: Gate, cell: string): boolean {
  const { sure, likely, dates, isShaped, isPart, isEncoded } = judge(gate, cell)
  return sure.length + likely.length + dates.length === 0 && !isShaped && !isPart && !isEncoded
}

/** Cells of one word; and the first words of others, those together that go on with the same ends. */
interface Parted {
  readonly words: readonly string[]
  readonly groups: readonly { readonly beginnings: readonly string[]; readonly ends: readonly string[] }[]
}

/** Cells parted behind their first blank: many names of courts end alike. */
function parted(known: readonly string[]): Parted {
  const inWords = known.flatMap((cell) => {
    const behind = cell.indexOf(' ') + 1
    return behind === 0 ? [] : [[cell.slice(0, behind), cell.slice(behind)] as const]
  })
  const endsOf = grouped(inWords)
  const alike = grouped([...endsOf].map(([beginning, ends]) => [ends.toSorted().join(';'), beginning]))
  return {
    words: known.filter((cell) => !cell.includes(' ')),
    groups: [...alike].map(([ends, beginnings]) => ({ beginnings, ends: ends.split(';') })),
  }
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value])
  return groups
}

function lettersOf(known: readonly string[]): number {
  const { words, groups } = parted(known)
  return [...words, ...groups.flatMap(({ beginnings, ends }) => [...beginnings, ...ends])].join('').length
}

/** Texts letter by letter. */
interface Branch {
  isEnd: boolean
  /** The beginning of cells whose ends have a tree of their own. */
  isOpen: boolean
  readonly further: Map<string, Branch>
}

/**
 * The pattern (RE2) of a cell with a character beyond ASCII that is none of some known ones, which all begin with such a character. What
 * several of them end with is written once.
 *
 * @param edge - what stands between cells, as in a class of characters
 */
export function unknownCell(known: readonly string[], edge: string): string {
  const { words, groups } = parted(known)
  const root = treeOf(
    words,
    groups.flatMap(({ beginnings }) => beginnings),
  )
  const inAscii = `[^${edge}\\x{80}-\\x{10ffff}][^${edge}]*[^\\x00-\\x7f]`
  const others = `[^\\x00-\\x7f${letters(root)}][^${edge}]`
  const goingOn = groups.map(({ beginnings, ends }) => {
    const misses = missesOf(treeOf(ends), edge, 2).join('|')
    return `(?:${beginnings.map(escaped).join('|')})(?:${misses})`
  })
  return `(?:^|[${edge}])(?:${[inAscii, others, ...furtherMisses(root, edge, 0), ...goingOn].join('|')})`
}

function treeOf(whole: readonly string[], open: readonly string[] = []): Branch {
  const root: Branch = { isEnd: false, isOpen: false, further: new Map() }
  const lastOf = (text: string) => {
    let branch = root
    for (const letter of text) {
      const next = branch.further.get(letter) ?? { isEnd: false, isOpen: false, further: new Map() }
      branch.further.set(letter, next)
      branch = next
    }
    return branch
  }
  for (const text of whole) lastOf(text).isEnd = true
  for (const text of open) lastOf(text).isOpen = true
  return root
}

/** What goes another way than the texts of a tree behind some letters of them. One letter alone is no cell in words. */
function missesOf(branch: Branch, edge: string, behind: number): readonly string[] {
  if (branch.isOpen) return []
  const others = branch.isEnd || behind < 2 ? [`[^${edge}${letters(branch)}]`] : [`[^${letters(branch)}]`, '$']
  return [...others, ...furtherMisses(branch, edge, behind)]
}

function furtherMisses({ further }: Branch, edge: string, behind: number): readonly string[] {
  return [...further].flatMap(([letter, next]) => {
    const misses = missesOf(next, edge, behind + 1)
    return misses.length === 0 ? [] : [`${escaped(letter)}(?:${misses.join('|')})`]
  })
}

function letters({ further }: Branch): string {
  return escaped([...further.keys()].join(''))
}

function escaped(text: string): string {
  return [...text].map((letter) => `\\x{${letter.codePointAt(0)?.toString(16)}}`).join('')
}
