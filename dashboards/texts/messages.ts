import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { z } from 'zod'
import { type Fault, packagePath, requireNoFaults, tryYaml, type YamlFile } from '#foundation'
import type { Language } from '#jurisdictions'

const messagesSchema = z.record(z.string(), z.string().min(1))

/** Texts of the pages, one ICU message per key. */
export interface Translate {
  (key: string, values?: Readonly<Record<string, string | number>>): string
  /** Whether there is a text for a key. */
  has(key: string): boolean
}

/** The locale that formats numbers, dates and plurals of a language. */
export const locales: Readonly<Record<Language, string>> = { ky: 'ky-KG', ru: 'ru-KG', en: 'en-GB' }

interface MessagesFile {
  readonly file: YamlFile<Readonly<Record<string, string>>> | undefined
  readonly faults: readonly Fault[]
}

const shippedFolder = packagePath('dashboards', 'texts')
const shipped = new Map<Language, MessagesFile>()

type Messages = ReadonlyMap<string, () => IntlMessageFormat>

const read = new Map<Language, Messages>()

/** Each language is read when somebody first reads it. */
function messagesIn(language: Language): Messages {
  const messages = read.get(language) ?? readMessages(language)
  read.set(language, messages)
  return messages
}

/** The keys of a language, for the test that all languages have the same ones. */
export function messageKeys(language: Language): readonly string[] {
  return [...messagesIn(language).keys()]
}

/** The texts of a language. @throws Error for a key that no text has: a mistake of ours, found by tests */
export function translator(language: Language): Translate {
  const texts = messagesIn(language)
  const translate = (key: string, values: Readonly<Record<string, string | number>> = {}) => {
    const message = texts.get(key)
    if (message === undefined) throw new Error(`no text for ${key} in ${language}`)
    return String(message().format(values))
  }
  return Object.assign(translate, { has: (key: string) => texts.has(key) })
}

/** The file of a language, or what is wrong with it. Those that ship are read once. */
export function openMessages(language: Language, folder = shippedFolder): MessagesFile {
  const known = folder === shippedFolder ? shipped.get(language) : undefined
  if (known !== undefined) return known
  const faults: Fault[] = []
  const file = tryYaml(join(folder, `${language}.yaml`), messagesSchema, 'TEXT_INVALID', faults)
  if (folder === shippedFolder) shipped.set(language, { file, faults })
  return { file, faults }
}

/** Texts are understood when they are first needed: all of them would make every start wait. */
function readMessages(language: Language): Messages {
  const { file, faults } = openMessages(language)
  requireNoFaults(faults)
  const texts = file?.value ?? {}
  return new Map(
    Object.entries(texts).map(([key, text]) => {
      let message: IntlMessageFormat | undefined
      const understood = () => {
        message ??= new IntlMessageFormat(text, locales[language])
        return message
      }
      return [key, understood]
    }),
  )
}
