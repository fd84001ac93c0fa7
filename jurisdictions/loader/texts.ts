import { z } from 'zod'

/** The languages in which everything that a person reads exists. */
export const languages = ['ky', 'ru', 'en'] as const
export type Language = (typeof languages)[number]

/** One text in all languages. */
export type Text = Readonly<Record<Language, string>>

const phrase = z.string().trim().min(1)

export const text = z.strictObject({ ky: phrase, ru: phrase, en: phrase })
