import { IntlMessageFormat } from 'intl-messageformat'
import { z } from 'zod'
import { packagePath } from '#foundation'
import { type Language, languages, readYaml } from '#jurisdictions'

const messagesSchema = z.record(z.string(), z.string().min(1))

/** Texts of the pages, one ICU message per key. */
export interface Translate {
  (key: string, values?: Readonly<Record<string, string | number>>): string
  /** Whether there is a text for a key. */
  has(key: string): boolean
}

/** The locale that formats numbers, dates and plurals of a language. */
export const locales: Readonly<Record<Language, string>> = { ky: 'ky-KG', ru: 'ru-KG', en: 'en-GB' }

const translations = new Map(languages.map((language) => [language, readMessages(language)]))

/** The keys of a language, for the test that all languages have the same ones. */
export function messageKeys(language: Language): readonly string[] {
  return [...(translations.get(language)?.keys() ?? [])]
}

/** The texts of a language. @throws Error for a key that no text has: a mistake of ours, found by tests */
export function translator(language: Language): Translate {
  const texts = translations.get(language)
  const translate = (key: string, values: Readonly<Record<string, string | number>> = {}) => {
    const message = texts?.get(key)
    if (message === undefined) throw new Error(`no text for ${key} in ${language}`)
    return String(message.format(values))
  }
  return Object.assign(translate, { has: (key: string) => texts?.has(key) ?? false })
}

function readMessages(language: Language): ReadonlyMap<string, IntlMessageFormat> {
  const texts = readYaml(packagePath('dashboards', 'texts', `${language}.yaml`), messagesSchema)
  return new Map(Object.entries(texts).map(([key, text]) => [key, new IntlMessageFormat(text, locales[language])]))
}
