import type { AST } from '@eslint-community/regexpp'

/** Goes on behind what was matched; `false` sends the search back. */
type Rest = (at: number) => boolean
type Matcher = (at: number, rest: Rest) => boolean

/** Steps after which counting ends: what needs more grows too fast anyway. */
const maxSteps = 3_000_000

/**
 * Counts the steps of a backtracking search for all matches of a pattern: a step is a character that is looked at, or a path that is
 * tried. It does what the engines of JavaScript do without their short cuts, which change no order of growth.
 *
 * @throws Error for elements that no pattern of the program has
 */
export function stepCounter(literal: AST.RegExpLiteral): (text: string) => number {
  let [text, steps] = ['', 0]
  const flags = literal.flags.raw.replace(/[gy]/g, '')

  function step(): void {
    steps += 1
    if (steps > maxSteps) throw tooMany
  }

  function oneOf(alternatives: readonly AST.Alternative[]): Matcher {
    const matchers = alternatives.map(({ elements }) => elements.map(one).reduceRight(inRow, (at, rest) => rest(at)))
    return (at, rest) => {
      step()
      return matchers.some((matcher) => matcher(at, rest))
    }
  }

  function one(element: AST.Element): Matcher {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return oneOf(element.alternatives)
      case 'Quantifier':
        return repeated(one(element.element), element)
      case 'Assertion':
        return assertion(element)
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return character(characterTest(element.raw, flags))
      default:
        throw new Error(`steps of ${element.type} are not counted: ${literal.raw}`)
    }
  }

  function character(isOne: (character: string) => boolean): Matcher {
    return (at, rest) => {
      step()
      return at < text.length && isOne(text[at] ?? '') && rest(at + 1)
    }
  }

  function repeated(matcher: Matcher, { min, max, greedy }: AST.Quantifier): Matcher {
    const from = (count: number, start: number, rest: Rest): boolean => {
      step()
      const more = () => count < max && matcher(start, (at) => (at > start || count < min) && from(count + 1, at, rest))
      const enough = () => count >= min && rest(start)
      return greedy ? more() || enough() : enough() || more()
    }
    return (at, rest) => from(0, at, rest)
  }

  function assertion(element: AST.Assertion): Matcher {
    if (element.kind === 'lookahead') {
      const ahead = oneOf(element.alternatives)
      return (at, rest) => ahead(at, () => true) !== element.negate && rest(at)
    }
    if (element.kind === 'lookbehind' && !isOneBehind(element))
      throw new Error(`steps of a long look behind are not counted: ${literal.raw}`)
    const holds = edgeTest(element.raw, flags)
    return (at, rest) => {
      step()
      return holds(text.slice(Math.max(0, at - 1), at), text.slice(at, at + 1)) && rest(at)
    }
  }

  const whole = oneOf(literal.pattern.alternatives)

  return (given) => {
    ;[text, steps] = [given, 0]
    try {
      for (let at = 0; at <= text.length; ) {
        let end = at
        const isFound = whole(at, (to) => {
          end = to
          return true
        })
        if (literal.flags.sticky && !isFound) break
        at = isFound && end > at ? end : at + 1
      }
    } catch (error) {
      if (error !== tooMany) throw error
      return Number.POSITIVE_INFINITY
    }
    return steps
  }
}

/** Looking at the one character before costs as much as an edge. */
function isOneBehind({ alternatives }: AST.LookaroundAssertion): boolean {
  return alternatives.every(
    ({ elements: [only, ...others] }) => others.length === 0 && /^Character/.test(only?.type ?? ''),
  )
}

const tooMany = new Error('too many steps')

function inRow(rest: Matcher, first: Matcher): Matcher {
  return (at, then) => first(at, (to) => rest(to, then))
}

/** Whether an edge, such as the end of a text or of a word, lies between two characters: the engine itself says so. */
function edgeTest(raw: string, flags: string): (before: string, behind: string) => boolean {
  const edge = new RegExp(raw, `${flags}y`)
  const known = new Map<string, boolean>()
  return (before, behind) => {
    const both = before + behind
    const key = before === '' ? `|${both}` : both
    const found = known.get(key)
    if (found !== undefined) return found
    edge.lastIndex = before.length
    const holds = edge.test(both)
    known.set(key, holds)
    return holds
  }
}

/** Whether a character is one that an element of a pattern stands for: the engine itself says so. */
export function characterTest(raw: string, flags: string): (character: string) => boolean {
  const whole = new RegExp(`^${raw}$`, flags)
  const known = new Map<string, boolean>()
  return (character) => {
    const found = known.get(character)
    if (found !== undefined) return found
    const isOne = whole.test(character)
    known.set(character, isOne)
    return isOne
  }
}
