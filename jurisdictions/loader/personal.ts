import { z } from 'zod'
import { whyNotLinear } from './safe-pattern.ts'

/** Words parted by blanks and line ends, which lists of thousands are easiest to read and to compare in. */
const words = z
  .string()
  .transform((text) => text.split(/\s+/).filter(Boolean))
  .prefault('')

const pattern = z.string().superRefine((source, context) => {
  const why = whyNotLinear(source)
  if (why !== undefined) context.addIssue({ code: 'custom', message: why })
})

const code = z
  .string()
  .regex(/^[A-Z][A-Z_]+$/, 'a class is written in capitals, such as PASSPORT')
  .describe('the class that refusals name, such as PASSPORT')

const number = z.strictObject({
  code,
  length: z.number().int().min(6).max(30).describe('how many digits it has'),
  digits: pattern.describe('the digits alone; what stands between them makes no difference'),
  spread: z.boolean().default(false).describe('the digits are so peculiar that they count inside any word and list'),
  chance: z
    .boolean()
    .default(false)
    .describe('drawn digits look like it now and then: most cells of its column have to'),
  check: z.enum(['luhn']).optional().describe('the check digit that confirms the number'),
})

const phone = z.strictObject({
  country: z
    .string()
    .regex(/^\d{1,3}$/)
    .describe('the code of the country, such as 996'),
  trunk: z
    .string()
    .regex(/^\d{0,2}$/)
    .default('')
    .describe('what is dialled before a number inside the country'),
  length: z.number().int().min(5).max(14).describe('how many digits stand behind the code of the country'),
  national: pattern.describe('the digits behind the code of the country'),
  mobile: pattern.optional().describe('the digits that are told for a phone without any prefix'),
})

const text = z.strictObject({
  code,
  pattern: pattern.describe('sought in the text once blanks, marks, digits and look-alike letters are unified'),
  check: z.enum(['iban']).optional().describe('the check digits that confirm what was found'),
  word: z.boolean().default(true).describe('neither a letter nor a digit stands before or behind it'),
})

const names = z
  .strictObject({
    given: words.describe('given names'),
    given_or_word: words.describe('given names that are words or places too: they count beside another part of a name'),
    given_endings: words.describe('endings of given names that no list has whole'),
    surname_endings: words.describe('endings of surnames'),
    surname_or_word_endings: words.describe('endings of surnames and of many words: they count beside a given name'),
    patronymic_endings: words.describe('endings of patronymics'),
    patronymic_words: words.describe('words that make the name of a parent a patronymic, such as "uulu"'),
    patronymic_or_words: words.describe('the same, of words with another meaning: they count behind a given name'),
    parent_endings: words.describe('endings that make the given name of a parent a patronymic'),
    case_endings: words.describe('what is added to a name in a sentence'),
    ordinary: words.describe('words that look like parts of names and are none'),
    ordinary_beginnings: words.describe('beginnings of such words'),
    ordinary_as_written: words.describe(
      'the same, exactly as written: "жана", which sounds like a name; abbreviations',
    ),
    honours: words.describe('words between an institution and the person it is named after, such as "named after"'),
    honours_behind: words.describe('the same, of words that stand behind that person'),
    institutions: words.describe('beginnings of words that make names beside them those of places and institutions'),
  })
  .prefault({})

const addresses = z
  .strictObject({
    before: words.describe('words that stand before the name of a street'),
    after: words.describe('words that stand behind it'),
    house: words.describe('words that stand before the number of a house or a flat'),
    house_after: words.describe('words that stand behind such a number'),
    settlement: words.describe('short words that stand before the name of a village or a town'),
  })
  .prefault({})

/** What betrays a person in the languages and formats of a jurisdiction: `personal.yaml`. */
export const personalSchema = z.strictObject({
  columns: words.describe('words that announce personal data in the name of a column; "_" stands between two of them'),
  whole_columns: words.describe('the same, where the whole name of a column says nothing else'),
  column_beginnings: words.describe('beginnings of such words, whatever follows'),
  names: names.describe('names of people'),
  months: words.describe('names of months in any case, and their abbreviations'),
  date_words: words.describe('words that stand between the parts of a date'),
  numbers: z.array(number).default([]).describe('personal numbers, such as those of passports'),
  announced: words.describe('words that say what the digits behind them are'),
  phones: z.array(phone).default([]).describe('telephone numbers by country'),
  texts: z.array(text).default([]).describe('other text that betrays a person, such as an account number'),
  addresses: addresses.describe('words of postal addresses'),
})

/** The rules of `personal.yaml` by which personal data are told, once they were read. */
export type Personal = z.output<typeof personalSchema>

/** The rules of a jurisdiction laid upon the common ones: lists are put together, own rules come first. */
export function layered(common: Personal, own: Personal | undefined): Personal {
  return own === undefined ? common : (together(common, own) as Personal)
}

function together(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...new Set([...other, ...one])]
  const [low, high] = [one, other] as Readonly<Record<string, unknown>>[]
  return Object.fromEntries(Object.keys(low ?? {}).map((key) => [key, together(low?.[key], high?.[key])]))
}
