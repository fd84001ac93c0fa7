import { z } from 'zod'
import { languages, type Text } from '#jurisdictions'
import { phrases } from './phrases.ts'

/** A text for each month in which years may begin. */
export const yearEndsSchema = z.array(phrases).length(12)

const slot = '{year_end}'

/** The last day of the years of a jurisdiction. @throws Error for a month that there is not */
export function yearEndOf(yearEnds: readonly Text[], yearStarts: number): Text {
  const end = yearEnds[yearStarts - 1]
  if (end === undefined) throw new Error(`there is no month ${yearStarts}`)
  return end
}

/** A stock of a year is that of its last day: this day stands where a text holds `{year_end}`. */
export function withYearEnd(text: Text, end: Text): Text {
  const written = languages.map((language) => [language, filled(text[language], end[language])])
  return Object.fromEntries(written) as Record<keyof Text, string>
}

function filled(text: string, end: string): string {
  const begun = text.startsWith(slot) ? end.charAt(0).toUpperCase() + end.slice(1) + text.slice(slot.length) : text
  return begun.replaceAll(slot, end)
}
