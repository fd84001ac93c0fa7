import type { Gate } from './gate.ts'
import { soundOf } from './plain-text.ts'

/**
 * What a word can be in a name:
 *
 * - `given`: a given name; `perhaps given`: one that is a word or a place too
 * - `surname`: it ends as surnames do; `perhaps surname`: as surnames and many words do
 * - `patronymic`: it ends as patronymics do; `particle`: it makes the name before it one; `perhaps particle`: it may; `parent`: a given name in such a form
 * - `ordinary`: a word that is none; `institution`: one that makes its neighbours names of places
 */
export type NamePart =
  | 'given'
  | 'perhaps given'
  | 'surname'
  | 'perhaps surname'
  | 'patronymic'
  | 'particle'
  | 'perhaps particle'
  | 'parent'
  | 'ordinary'
  | 'institution'
  | 'other'

const known = new WeakMap<Gate, Map<string, NamePart>>()
/** Words that are remembered: registers repeat the same few thousand. */
const maxKnown = 100_000

/** What a word can be in a name. Its case makes no difference. */
export function namePartOf(gate: Gate, small: string): NamePart {
  const parts = known.get(gate) ?? new Map<string, NamePart>()
  known.set(gate, parts)
  const before = parts.get(small)
  if (before !== undefined) return before
  const part = gate.names.written.has(small) ? 'ordinary' : judged(gate, soundOf(small))
  if (parts.size >= maxKnown) parts.clear()
  parts.set(small, part)
  return part
}

const [minSurname, minPatronymic, minStem] = [4, 6, 4]

function judged({ names }: Gate, sound: string): NamePart {
  const stems = stemsOf(sound, names.caseEndings)
  const isIn = (set: ReadonlySet<string>) =>
    stems.some((stem, index) => set.has(stem) || (index > 0 && (set.has(`${stem}a`) || set.has(`${stem}ia`))))
  const endsIn = (endings: readonly string[], minLetters: number) =>
    stems.some((stem) => stem.length >= minLetters && endings.some((ending) => stem.endsWith(ending)))
  if (names.patronymicWords.has(sound)) return 'particle'
  if (names.patronymicOrWords.has(sound)) return 'perhaps particle'
  if (names.ordinary.words.has(sound) || begins(sound, names.ordinary.beginnings)) return 'ordinary'
  if (names.given.has(sound)) return 'given'
  if (begins(sound, names.institutions)) return 'institution'
  if (names.givenOrWord.has(sound)) return 'perhaps given'
  if (isParent(names, sound)) return 'parent'
  if (isIn(names.given)) return 'given'
  if (endsIn(names.patronymicEndings, minPatronymic)) return 'patronymic'
  if (stems.some((stem) => names.ordinary.words.has(stem))) return 'ordinary'
  if (endsIn(names.surnameEndings, minSurname)) return 'surname'
  if (isIn(names.givenOrWord) || endsIn(names.givenEndings, minSurname)) return 'perhaps given'
  return endsIn(names.surnameOrWordEndings, minSurname) ? 'perhaps surname' : 'other'
}

/** The word itself, and what is left of it without an ending of a case. */
function stemsOf(sound: string, endings: readonly string[]): readonly string[] {
  const cut = endings.flatMap((ending) =>
    sound.endsWith(ending) && sound.length - ending.length >= minStem ? [sound.slice(0, -ending.length)] : [],
  )
  return [sound, ...cut]
}

function isParent({ parentEndings, given, givenOrWord }: Gate['names'], sound: string): boolean {
  return parentEndings.some((ending) => {
    const stem = sound.slice(0, -ending.length)
    return sound.endsWith(ending) && (given.has(stem) || givenOrWord.has(stem))
  })
}

function begins(sound: string, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => sound.startsWith(beginning))
}
