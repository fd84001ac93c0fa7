import { z } from 'zod'

const phrase = z.string().trim().min(1)

/** One text in all languages. */
export const phrases = z.strictObject({ ky: phrase, ru: phrase, en: phrase })
