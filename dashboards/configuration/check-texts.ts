import { type Fault, FileCheck, type YamlFile } from '#foundation'
import { type Language, languages } from '#jurisdictions'
import { openMessages } from '../texts/messages.ts'
import { partsOfMessage } from './parts-of-message.ts'

type Texts = YamlFile<Readonly<Record<string, string>>>

/** Adds what is wrong with the texts of pages: keys, values and choices that one language has and another has not. */
export function checkTexts(folder: string, faults: Fault[]): void {
  const files = languages.map((language) => {
    const { file, faults: unread } = openMessages(language, folder)
    faults.push(...unread)
    return [language, file] as const
  })
  if (!files.every((entry): entry is readonly [Language, Texts] => entry[1] !== undefined)) return
  const checks = new Map(files.map(([language, file]) => [language, new FileCheck(file, faults)]))
  for (const [language, { value }] of files) {
    const others = files.filter(([other]) => other !== language).map(([, file]) => file.value)
    for (const key of Object.keys(value)) {
      const has = others.filter((other) => Object.hasOwn(other, key))
      // What most languages have is right: the one that lacks it, or has another, is told.
      if (has.length === 0) checks.get(language)?.isKnown([key], key, 'text in the other languages', keysOf(others))
      else if (has.length === others.length) checkParts(checks.get(language), key, value, others)
    }
    for (const key of keysOf(others).filter((other) => others.every((texts) => Object.hasOwn(texts, other))))
      checks
        .get(language)
        ?.require(Object.hasOwn(value, key), [key], 'this text is missing; the other languages have it')
  }
}

function keysOf(texts: readonly Readonly<Record<string, string>>[]): readonly string[] {
  return [...new Set(texts.flatMap(Object.keys))]
}

function checkParts(
  check: FileCheck | undefined,
  key: string,
  own: Readonly<Record<string, string>>,
  others: readonly Readonly<Record<string, string>>[],
): void {
  const [first, ...rest] = others.map((texts) => partsOfMessage(texts[key] ?? ''))
  const found = partsOfMessage(own[key] ?? '')
  if (check === undefined || first === undefined || !rest.every((parts) => isSame(parts, first))) return
  for (const part of found) check.isKnown([key], part, 'value or choice in the other languages', first)
  for (const part of first)
    check.require(found.includes(part), [key], `"${part}" is missing; the other languages have it`)
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((part, at) => part === other[at])
}
