/** One word of a text. */
export interface TextWord {
  /** As it is written, in the usual characters. */
  readonly written: string
  readonly small: string
  /** What stands between it and the word before it. */
  readonly gap: string
  /** It begins with a capital, or all of it are. */
  readonly isCapital: boolean
  /** A letter with a full stop, or alone between others. */
  readonly isInitial: boolean
  /** A small letter with a full stop, which is an initial beside a surname only. */
  readonly isSmallInitial: boolean
}

/** Longer texts are refused for their length, whatever they say. */
export const longestText = 2000

/** The words of a plain text: letters only, where `AsanovBakyt` has two and letters spaced out are one. */
export function wordsIn(text: string): readonly TextWord[] {
  const together = withoutKeys(text).replaceAll(/(?<![\p{L}\p{N}])\p{L}(?:[ ._-]\p{L}){4,60}(?![\p{L}\p{N}])/gu, joined)
  const apart = together.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  let from = 0
  return [...apart.matchAll(/\p{L}[\p{L}\p{M}']*/gu)].map((found) => {
    const [written] = found
    const gap = apart.slice(from, found.index)
    from = found.index + written.length
    const after = apart.slice(from, from + 1)
    const isAlone = written.length === 1 && /\p{Lu}/u.test(written)
    return {
      written,
      small: written.toLowerCase(),
      gap,
      isCapital: /^\p{Lu}/u.test(written),
      isInitial: isAlone && /^[. _/]|^$/.test(after),
      isSmallInitial: written.length === 1 && /\p{Ll}/u.test(written) && after === '.',
    }
  })
}

/** Takes keys of Latin letters and digits out, such as `P1fa-kov0`; a name with a number behind it is none. */
function withoutKeys(text: string): string {
  return /\d/.test(text) ? text.replaceAll(/[A-Za-z0-9-]+/g, (token) => (isKey(token) ? '#' : token)) : text
}

function isKey(token: string): boolean {
  return /\d/.test(token) && /[A-Za-z]/.test(token) && !/^(?:[A-Z][a-z]{3,20}-?)+\d{1,20}$/.test(token)
}

function joined(spaced: string): string {
  return spaced.replaceAll(/[ ._-]/g, '')
}
