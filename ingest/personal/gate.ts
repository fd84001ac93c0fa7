import type { Personal } from '#jurisdictions'
import { soundOf } from './plain-text.ts'

/** A class of personal data and the expression that finds it in a plain text. */
export interface Sought {
  readonly code: string
  readonly pattern: RegExp
}

export interface SoughtText extends Sought {
  readonly check: 'iban' | undefined
}

export interface SoughtNumber extends Sought {
  readonly length: number
  readonly spread: boolean
  readonly chance: boolean
  readonly check: 'luhn' | undefined
}

export interface SoughtPhone {
  readonly country: string
  readonly trunk: string
  readonly length: number
  readonly national: RegExp
  readonly mobile: RegExp | undefined
}

/** Words as they sound, with what they may begin or end with. */
export interface WordList {
  readonly words: ReadonlySet<string>
  readonly beginnings: readonly string[]
}

/** The rules of a jurisdiction, made ready for searching. */
export interface Gate {
  readonly columns: ReadonlySet<string>
  readonly wholeColumns: ReadonlySet<string>
  readonly columnBeginnings: readonly string[]
  readonly texts: readonly SoughtText[]
  readonly numbers: readonly SoughtNumber[]
  readonly phones: readonly SoughtPhone[]
  readonly announced: RegExp | undefined
  readonly writtenDate: RegExp
  readonly names: {
    readonly given: ReadonlySet<string>
    readonly givenOrWord: ReadonlySet<string>
    readonly givenEndings: readonly string[]
    readonly surnameEndings: readonly string[]
    readonly surnameOrWordEndings: readonly string[]
    readonly patronymicEndings: readonly string[]
    readonly patronymicWords: ReadonlySet<string>
    readonly patronymicOrWords: ReadonlySet<string>
    readonly parentEndings: readonly string[]
    readonly caseEndings: readonly string[]
    readonly ordinary: WordList
    /** Ordinary words as they are written, which sound like names, and abbreviations that look like initials. */
    readonly written: ReadonlySet<string>
    readonly honours: ReadonlySet<string>
    readonly honoursBehind: ReadonlySet<string>
    readonly institutions: readonly string[]
  }
  readonly addresses: Readonly<Record<keyof Personal['addresses'], ReadonlySet<string>>>
}

const gates = new WeakMap<Personal, Gate>()

/** The rules made ready: once for each jurisdiction that was loaded, however many files a night has. */
export function gateOf(personal: Personal): Gate {
  const known = gates.get(personal)
  if (known !== undefined) return known
  const gate = makeGate(personal)
  gates.set(personal, gate)
  return gate
}

function makeGate({ names, addresses, ...rules }: Personal): Gate {
  const sounds = (words: readonly string[]) => [...new Set(words.map(soundOf))].filter((sound) => sound !== '')
  const small = (words: readonly string[]) => new Set(words.map((word) => word.toLowerCase()))
  return {
    columns: new Set(rules.columns),
    wholeColumns: new Set(rules.whole_columns),
    columnBeginnings: rules.column_beginnings,
    texts: rules.texts.map(({ code, pattern, word, check }) => ({ code, check, pattern: searching(pattern, word) })),
    numbers: rules.numbers.map((one) => ({ ...one, check: one.check, pattern: whole(one.digits) })),
    phones: rules.phones.map((one) => ({
      ...one,
      national: whole(one.national),
      mobile: one.mobile === undefined ? undefined : whole(one.mobile),
    })),
    announced: announcing(rules.announced),
    writtenDate: dated(rules.months, rules.date_words),
    names: {
      given: new Set(sounds(names.given)),
      givenOrWord: new Set(sounds(names.given_or_word)),
      givenEndings: sounds(names.given_endings),
      surnameEndings: sounds(names.surname_endings),
      surnameOrWordEndings: sounds(names.surname_or_word_endings),
      patronymicEndings: sounds(names.patronymic_endings),
      patronymicWords: new Set(sounds(names.patronymic_words)),
      patronymicOrWords: new Set(sounds(names.patronymic_or_words)),
      parentEndings: sounds(names.parent_endings),
      caseEndings: sounds(names.case_endings),
      ordinary: { words: new Set(sounds(names.ordinary)), beginnings: sounds(names.ordinary_beginnings) },
      written: small(names.ordinary_as_written),
      honours: small(names.honours),
      honoursBehind: small(names.honours_behind),
      institutions: sounds(names.institutions),
    },
    addresses: {
      before: small(addresses.before),
      after: small(addresses.after),
      house: small(addresses.house),
      house_after: small(addresses.house_after),
      settlement: small(addresses.settlement),
    },
  }
}

const [wordBefore, wordAfter] = ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])']

function searching(pattern: string, isWord: boolean): RegExp {
  return new RegExp(isWord ? `${wordBefore}(?:${pattern})${wordAfter}` : pattern, 'u')
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u')
}

/** A word and at least eight digits behind it. */
function announcing(words: readonly string[]): RegExp | undefined {
  if (words.length === 0) return undefined
  return searching(
    `${wordBefore}(?:${words.map(literal).join('|').toLowerCase()})[ :#.(-]{0,3}(?:\\d[ ./_-]{0,2}){7}\\d`,
    false,
  )
}

/** A day, a month in words and a year, or the year first. Behind a year of two digits nothing else is counted. */
function dated(months: readonly string[], between: readonly string[]): RegExp {
  const month = `(?:${months.map(literal).join('|')})`
  const gap = `[ .,_-]{1,3}(?:(?:${['th', ...between].map(literal).join('|')})[ .,_-]{1,3})?`
  const day = '\\d{1,2}(?:st|nd|rd|th)?'
  const dayFirst = `${day}[ ./_-]{1,2}${month}${gap}\\d{4}`
  const together = `${day}[ ./_-]{0,2}${month}[ ./_-]{0,2}(?:19|20)\\d\\d`
  const short = `${day}[ ./_-]{1,2}${month}[ ./_'-]{1,3}\\d\\d(?=$|[.,;)]|[ -](?:${between.map(literal).join('|')})${wordAfter})`
  const yearFirst = `(?:19|20)\\d\\d${gap}(?:\\d{1,2}[ ._-]${month}|${month}[ .-]\\d{1,2})`
  const monthFirst = `${month}[ ._-]\\d{1,2}(?:st|nd|rd|th)?[ .,_-]{1,2}(?:19|20)\\d\\d`
  return searching(`(?:${[dayFirst, together, short, yearFirst, monthFirst].join('|')})`, true)
}

function literal(word: string): string {
  return word.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&')
}
