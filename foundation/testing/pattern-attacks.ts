import type { AST } from '@eslint-community/regexpp'
import { visitRegExpAST } from '@eslint-community/regexpp'
import { characterTest } from './pattern-steps.ts'

/** A text that may keep a pattern busy: a beginning, something that is repeated, and an end that fails. */
export interface Attack {
  readonly before: string
  readonly pump: string
  readonly after: string
}

const few = 6
/** A loop may repeat its element so often that the end of it is not felt. */
const often = 40
/** Characters that patterns often mean without naming them. */
const samples = [...'~aZ0_ -.,:/"<>\n\0ж\u00e9']

/**
 * Attacks on the loops of a pattern, derived from itself; none where it has no loop, for then a search takes a fixed number of steps
 * from each place. What is repeated are characters, pairs of them, and words of every run of elements that ends with a loop or lies
 * between two: such a word leads into a loop and stays in it, so that a search may go back from each repetition. What comes before are
 * words that lead to each loop; what comes after, nothing and a character of each kind.
 */
export function attacksOn(literal: AST.RegExpLiteral): readonly Attack[] {
  const flags = literal.flags.raw.replace(/[gy]/g, '')
  const characters = alphabetOf(literal, flags)
  const { ways, runs } = loopsOf(literal.pattern, wordsFrom(characters, flags))
  if (ways.length === 0) return []
  const first = characters.slice(0, few)
  const pairs = first.flatMap((one) => first.map((other) => one + other))
  const pumps = distinct([...characters, ...pairs, ...runs]).filter((word) => word !== '')
  const befores = distinct(['', ...ways])
  const afters = ['', ...first]
  return befores.flatMap((before) => pumps.flatMap((pump) => afters.map((after) => ({ before, pump, after }))))
}

/** The text of an attack, with so many characters of repetition at least. */
export function textOf({ before, pump, after }: Attack, times: number): string {
  const once = Math.max(4, Math.ceil(60 / pump.length))
  return before + pump.repeat(once * times) + after
}

/** One character of each kind that a pattern tells apart: first those that no element is, then those of classes, then single letters. */
function alphabetOf(literal: AST.RegExpLiteral, flags: string): readonly string[] {
  const named: string[] = []
  const [classes, letters]: ((character: string) => boolean)[][] = [[], []]
  const isInClass = ({ parent }: AST.Node) => parent?.type.startsWith('CharacterClass') ?? false
  visitRegExpAST(literal, {
    onCharacterEnter(node) {
      named.push(String.fromCodePoint(node.value))
      if (!isInClass(node)) letters?.push(characterTest(node.raw, flags))
    },
    onCharacterSetEnter: (node) => void (isInClass(node) || classes?.push(characterTest(node.raw, flags))),
    onCharacterClassEnter: (node) => void classes?.push(characterTest(node.raw, flags)),
  })
  const kinds = new Map<string, readonly [character: string, order: number]>()
  for (const character of [...samples, ...named]) {
    const isOne = [classes, letters].map((tests) => (tests ?? []).map((test) => test(character)))
    const kind = isOne.flat().map(Number).join('')
    const order = isOne[1]?.includes(true) ? 2 : isOne[0]?.includes(true) ? 1 : 0
    if (!kinds.has(kind)) kinds.set(kind, [character, order])
  }
  return [...kinds.values()].sort(([, one], [, other]) => one - other).map(([character]) => character)
}

type WordsOf = (element: AST.Element) => readonly string[]

/** A few short words that an element matches. */
function wordsFrom(characters: readonly string[], flags: string): WordsOf {
  const wordsOf: WordsOf = (element) => {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return distinct(element.alternatives.flatMap(({ elements }) => inRow(elements.map(wordsOf)))).slice(0, few)
      case 'Quantifier': {
        const words = wordsOf(element.element).map((word) => word.repeat(Math.max(1, Math.min(element.min, 20))))
        return element.min === 0 ? [...words, ''] : words
      }
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return characters.filter(characterTest(element.raw, flags)).slice(0, few)
      default:
        return ['']
    }
  }
  return wordsOf
}

/** Words in a row: the first of each, and each of the others in its place. */
function inRow(parts: readonly (readonly string[])[]): readonly string[] {
  const firsts = parts.map(([word = '']) => word)
  const others = parts.flatMap((words, at) => words.slice(1).map((word) => firsts.with(at, word).join('')))
  return distinct([firsts.join(''), ...others]).slice(0, few)
}

interface Loops {
  /** Words that lead from the beginning of the pattern to a loop. */
  readonly ways: readonly string[]
  /** Words of elements that follow one another, the last of them a loop, or lying between loops. */
  readonly runs: readonly string[]
}

function loopsOf(pattern: AST.Pattern, wordsOf: WordsOf): Loops {
  const [ways, runs]: [string[], string[]] = [[], []]
  const visit = (alternatives: readonly AST.Alternative[], lead: string): void => {
    for (const { elements } of alternatives) {
      const words = elements.map(wordsOf)
      const loops = elements.flatMap((element, at) => (isLoop(element) ? [at] : []))
      for (const at of loops) {
        const way = lead + (inRow(words.slice(0, at))[0] ?? '')
        ways.push(way)
        const ends = loops.filter((end) => end >= at)
        const starts = Array.from({ length: at + 1 }, (_, start) => start)
        for (const start of starts) for (const end of ends) runs.push(...inRow(words.slice(start, end + 1)))
        visitInner(elements[at], way)
      }
    }
  }
  const visitInner = (element: AST.Element | undefined, way: string): void => {
    if (element?.type === 'Quantifier') visitInner(element.element, way)
    else if (element !== undefined && 'alternatives' in element)
      visit(element.alternatives as readonly AST.Alternative[], way)
  }
  visit(pattern.alternatives, '')
  return { ways: distinct(ways), runs: distinct(runs) }
}

/** Whether an element is repeated without an end that is felt, or holds one that is. */
function isLoop(element: AST.Element): boolean {
  if (element.type === 'Quantifier') return element.max >= often || isLoop(element.element)
  if (!('alternatives' in element)) return false
  return element.alternatives.some(({ elements }) => elements.some(isLoop))
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)]
}
