import { z } from 'zod'

/** The languages in which everything that a person reads exists. */
export const languages = ['ky', 'ru', 'en'] as const
/** One of {@link languages}. */
export type Language = (typeof languages)[number]

/** One text in all languages. */
export type Text = Readonly<Record<Language, string>>

const phrase = z.string().trim().min(1)

/** Reads one text in all languages; none may be empty. */
export const text = z.strictObject({ ky: phrase, ru: phrase, en: phrase })

/** A code as it is compared: without regard to case and outer blanks. */
export function foldedText(code: string): string {
  return code.trim().toLowerCase()
}
