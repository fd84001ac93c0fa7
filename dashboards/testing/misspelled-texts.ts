import { type Misspelling, misspelled, misspellings } from '../../foundation/testing/misspellings.ts'
import { partsOfMessage } from '../configuration/parts-of-message.ts'

/** Every way to misspell a key, a value or a choice of a file of texts. */
export function misspelledTexts(text: string): readonly Misspelling[] {
  const keys = misspellings(text).filter(({ where }) => where.endsWith('.key'))
  const parts: Misspelling[] = []
  for (const line of text.matchAll(/^(\w+): (.*)$/gm))
    for (const part of partsOfMessage(line[2] ?? '')) {
      const [name = '', choice] = part.split(': ')
      const pattern =
        choice === undefined ? new RegExp(`(?<=\\{\\s*)${name}\\b`) : new RegExp(`\\b${choice}(?=\\s*\\{)`)
      const at = pattern.exec(line[0])?.index
      if (at !== undefined) parts.push(misspelled(text, line.index + at, choice ?? name, String(line[1])))
    }
  return [...keys, ...parts]
}
