import { type Language, languages, type Text } from '#jurisdictions'
import type { BaseCount, MeasureExpression } from './measures.ts'

/** Where the formula stands in a definition. */
export const formulaPlace = '{formula}'

/** The odds are over all others of the whole. */
const others: Readonly<Record<Language, (whole: string) => string>> = {
  en: (whole) => `the others of: ${whole}`,
  ru: (whole) => `остальные из числа: ${whole}`,
  ky: (whole) => `калгандары, булардын ичинен: ${whole}`,
}

const perMany: Readonly<Record<Language, string>> = { en: 'en-GB', ru: 'ru-KG', ky: 'ky-KG' }

/** The two counts that a form divides, by name; `undefined` where it divides none. */
export function dividedIn(form: MeasureExpression): { readonly above: string; readonly below: string } | undefined {
  if ('share' in form) return { above: form.share, below: form.of }
  if ('odds' in form) return { above: form.odds, below: form.of }
  return 'rate' in form ? { above: form.rate, below: form.of } : undefined
}

/**
 * What a measure divides by what, in the words of its counts: what is printed is what is computed.
 *
 * @param countOfOther - finds a count of another dataset, for rates
 * @returns for example "judgments registered within 30 days ÷ all judgments"; `undefined` for counts and medians
 */
export function formulaOf(
  form: MeasureExpression,
  counts: Readonly<Record<string, BaseCount>>,
  countOfOther: (name: string) => BaseCount | undefined,
): Text | undefined {
  const divided = dividedIn(form)
  if (divided === undefined) return undefined
  const [above, below] = [counts[divided.above], 'rate' in form ? countOfOther(divided.below) : counts[divided.below]]
  const [numerator, denominator] = [above?.label, below?.label]
  if (numerator === undefined || denominator === undefined) return undefined
  return inAll((language) => {
    const whole = 'odds' in form ? others[language](denominator[language]) : denominator[language]
    return `${numerator[language]} ÷ ${whole}${'rate' in form ? times(form.per, language) : ''}`
  })
}

/** A formula times a number, such as × 100 for a percentage. */
export function multiplied(formula: Text, by: number): Text {
  return inAll((language) => formula[language] + times(by, language))
}

/** A definition with its formula in it, as a sentence. */
export function defined(definition: Text, formula: Text | undefined): Text {
  if (formula === undefined) return definition
  return inAll((language) => capital(definition[language].replace(formulaPlace, formula[language])))
}

function times(by: number, language: Language): string {
  return by === 1 ? '' : ` × ${new Intl.NumberFormat(perMany[language]).format(by)}`
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function inAll(write: (language: Language) => string): Text {
  return Object.fromEntries(languages.map((language) => [language, write(language)])) as Record<Language, string>
}
