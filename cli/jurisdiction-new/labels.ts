import { Refusal } from '#foundation'
import { type Language, languages } from '#jurisdictions'

/**
 * The languages that were asked for, in their order. A country has texts in all languages of the program at present: this file alone
 * knows that.
 *
 * @throws {@link Refusal} `BAD_PARAMETER` for one that there is not
 */
export function languagesOf(words: string): readonly Language[] {
  const named = words.split(',').map((word) => word.trim().toLowerCase())
  const known = named.flatMap((word) => languages.find((language) => language === word) ?? [])
  if (known.length === named.length) return [...new Set(known)]
  const unknown = named.filter((word) => !known.some((language) => language === word))
  const advice = `This version has no texts in ${unknown.join(', ')}. The languages are: ${languages.join(', ')}. Name some of them; other labels can be added later.`
  throw new Refusal('BAD_PARAMETER', advice, { parameter: 'languages', allowed: languages })
}

/** The languages in which a list needs a label. */
export const labelColumns: readonly string[] = languages

/** One label in every language that a file needs, until somebody translates it. */
export function inEachLanguage(label: string): readonly (readonly [language: string, label: string])[] {
  return labelColumns.map((language) => [language, label] as const)
}
