import { type Fault, FileCheck, type YamlFile } from '#foundation'
import { languages } from '#jurisdictions'
import { openMessages } from '../texts/messages.ts'
import { partsOfMessage } from './parts-of-message.ts'

interface Texts {
  readonly check: FileCheck
  readonly texts: Readonly<Record<string, string>>
  /** Of each text that has some: its values and choices. */
  readonly parts: ReadonlyMap<string, readonly string[]>
}

/** Adds what is wrong with the texts of pages: keys, values and choices that one language has and another has not. */
export function checkTexts(folder: string, faults: Fault[]): void {
  const all = languages.flatMap((language): Texts[] => {
    const { file, faults: unread } = openMessages(language, folder)
    faults.push(...unread)
    return file === undefined ? [] : [textsOf(file, faults)]
  })
  // What one language has cannot be judged without the others.
  if (all.length < languages.length) return
  for (const own of all)
    checkLanguage(
      own,
      all.filter((other) => other !== own),
    )
}

function textsOf(file: YamlFile<Texts['texts']>, faults: Fault[]): Texts {
  const withParts = Object.entries(file.value).filter(([, text]) => text.includes('{'))
  const parts = new Map(withParts.map(([key, text]) => [key, partsOfMessage(text)]))
  return { check: new FileCheck(file, faults), texts: file.value, parts }
}

/** What all other languages have is right. */
function checkLanguage({ check, texts, parts }: Texts, others: readonly Texts[]): void {
  const [first, ...rest] = others
  if (first === undefined) return
  for (const key of Object.keys(texts))
    if (!others.some((other) => Object.hasOwn(other.texts, key)))
      check.isKnown([key], key, 'text in the other languages', Object.keys(first.texts))
  for (const key of Object.keys(first.texts)) {
    if (!rest.every((other) => Object.hasOwn(other.texts, key))) continue
    if (!Object.hasOwn(texts, key)) check.fault([key], 'this text is missing; the other languages have it')
    else
      checkParts(
        check,
        key,
        parts.get(key),
        [first, ...rest].map((other) => other.parts.get(key)),
      )
  }
}

function checkParts(
  check: FileCheck,
  key: string,
  own: readonly string[] = [],
  [first = [], ...rest]: readonly (readonly string[] | undefined)[],
): void {
  if (rest.some((other = []) => other.join() !== first.join())) return
  for (const part of own) check.isKnown([key], part, 'value or choice in the other languages', first)
  for (const part of first)
    check.require(own.includes(part), [key], `"${part}" is missing; the other languages have it`)
}
