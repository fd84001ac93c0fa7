import { wordsOf } from '#foundation'
import type { Gate } from './gate.ts'
import { plainText } from './plain-text.ts'

/** Words of a name of a column that are looked at together, such as `date of birth`. */
const maxTogether = 3

/** Whether the name of a column announces personal data, whatever its cells hold. Numbers behind a word make no difference. */
export function announcesPerson({ columns, wholeColumns, columnBeginnings }: Gate, name: string): boolean {
  const words = wordsOf(plainText(name)).flatMap((word) => word.replaceAll(/\d/g, '') || [])
  const parts = words.flatMap((_, first) =>
    Array.from({ length: maxTogether }, (_, more) => words.slice(first, first + more + 1).join('_')),
  )
  return (
    wholeColumns.has(words.join('_')) ||
    parts.some((part) => columns.has(part)) ||
    words.some((word) => columnBeginnings.some((beginning) => word.startsWith(beginning)))
  )
}
