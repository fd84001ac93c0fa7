/** The most ways in which the repetitions of a pattern may be tried from one place of a text. */
const maxWays = 2000

/**
 * Why a search by a pattern could take more steps than in proportion to the text, or `undefined` for one that cannot.
 * Every repetition has an end, none stands inside another, and together they can be tried in a limited number of ways.
 *
 * @param pattern - the source of a regular expression of JavaScript, which is read with the flags `iu`
 */
export function whyNotLinear(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'iu')
  } catch {
    return 'is no regular expression'
  }
  if (/\p{Lu}/u.test(pattern.replaceAll(/\\(?:p\{\w{1,30}\}|.)/gu, '')))
    return 'texts are searched in small letters: write small ones'
  const bare = withoutClasses(pattern)
  if (/\(\?(?!:)/.test(bare)) return 'groups are written (…) or (?:…), without looking ahead or back and without names'
  if (/\\[1-9k]/.test(bare)) return 'a pattern does not refer to one of its own groups'
  if (/[*+]|\{\d+,\}/.test(bare)) return 'a repetition needs an end: write {1,20} instead of + and {0,20} instead of *'
  if (nests(bare)) return 'a repetition stands inside another: write it out'
  if (ways(bare) > maxWays) return `repetitions could be tried in more than ${maxWays} ways: make them shorter`
  return undefined
}

/** Marks in classes and escaped ones repeat nothing. */
function withoutClasses(pattern: string): string {
  return pattern
    .replaceAll(/\\u\{[0-9a-f]{1,6}\}/gi, 'c')
    .replaceAll(/\\p\{\w{1,30}\}/gi, 'c')
    .replaceAll(/\\[^1-9k]/g, 'c')
    .replaceAll(/\[[^[\]]*\]/g, 'c')
}

const repeats = /[?*+]|\{\d+(?:,\d*)?\}/y

/** Whether a group that is repeated holds a repetition. */
function nests(bare: string): boolean {
  const open: boolean[] = [false]
  for (let at = 0; at < bare.length; at++) {
    const mark = bare[at]
    if (mark === '(') {
      open.push(false)
      if (bare.startsWith('?:', at + 1)) at += 2
      continue
    }
    const inside = mark === ')' ? open.pop() : undefined
    repeats.lastIndex = at + (mark === ')' ? 1 : 0)
    const [repeat] = repeats.exec(bare) ?? []
    const isOften = repeat !== undefined && repeat !== '?'
    if (inside && isOften) return true
    if (inside || repeat !== undefined) open[open.length - 1] = true
    if (repeat !== undefined) at = repeats.lastIndex - 1
  }
  return false
}

function ways(bare: string): number {
  const spans = [...bare.matchAll(/\{(\d+),(\d+)\}/g)].map(([, min, max]) => Number(max) - Number(min) + 1)
  const options = bare.replaceAll('(?:', '').split('?').length - 1
  return spans.reduce((product, span) => product * span, 2 ** options)
}
