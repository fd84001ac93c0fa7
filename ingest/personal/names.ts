import type { Gate } from './gate.ts'
import { honoured } from './honours.ts'
import { withLetters } from './name-letters.ts'
import { type NamePart, namePartOf } from './name-parts.ts'
import type { Found } from './numbers.ts'
import { type TextWord, wordsIn } from './words.ts'

/** A word with what it can be. */
interface Piece extends TextWord {
  readonly part: NamePart
  /** An institution or a place stands within two words. */
  readonly isPlace: boolean
  /** With the word behind it, it is an abbreviation such as "i.e." */
  readonly isAbbreviation: boolean
}

/** What names there are in a plain text, and whether all of it has the shape of a name. */
export interface NamesFound extends Found {
  /** Two to four words and nothing else, none of them ordinary: a column of thousands of these is one of names. */
  readonly isShaped: boolean
  /** One word that can be a part of a name: two such columns side by side are one of names. */
  readonly isPart: boolean
}

const [maxWords, maxInName] = [60, 4]

/** Finds names of people in a plain text, in any order and case, Cyrillic or Latin. */
export function namesIn(gate: Gate, written: string): NamesFound {
  const text = withLetters(gate, written)
  const words = wordsIn(text).slice(0, maxWords)
  if (words.length === 0) return { sure: [], likely: [], isShaped: false, isPart: false }
  const pieces = piecesOf(gate, words)
  const about = { isShort: words.length <= maxInName, isPlain: !pieces.some(isNoName), isLoud: !/\p{Ll}/u.test(text) }
  const sure = new Set(
    pieces.flatMap((piece, index) => findings(piece, pieces.slice(0, index), pieces.slice(index + 1), about)),
  )
  const [first] = pieces
  const isOne = words.length === 1
  const isPart = isOne && first !== undefined && first.part !== 'other' && !isNoName(first)
  const likely = sure.size > 0 || /\d/.test(text) ? [] : likelyIn(pieces, about)
  const isShaped = !isOne && about.isShort && about.isPlain && !/[\d:;?!%]/.test(text)
  return { sure: [...sure], likely, isShaped, isPart }
}

/** What most cells of a column have to say as well: a surname alone, and one in small letters beside a word that no list has. */
function likelyIn(pieces: readonly Piece[], { isPlain }: About): readonly string[] {
  if (!pieces.some(({ part }) => part === 'surname') || !isPlain) return []
  if (pieces.length === 1) return ['SURNAME']
  return pieces.length === 2 ? ['SURNAME_AND_NAME'] : []
}

function piecesOf(gate: Gate, words: readonly TextWord[]): readonly Piece[] {
  const parts = words.map(({ small, isInitial }) => (isInitial ? 'other' : namePartOf(gate, small)))
  const isHonoured = honoured(gate, words, parts)
  return words.map((word, index) => {
    const part = isHonoured.has(index) ? 'ordinary' : (parts[index] ?? 'other')
    const near = parts.slice(Math.max(0, index - 2), index + 3)
    const [one, other] = [word, words[index + 1]]
    const isAbbreviation = gate.names.written.has(`${one.small}.${other?.small}`)
    return { ...word, isAbbreviation, part, isPlace: part !== 'institution' && near.includes('institution') }
  })
}

function isNoName({ part }: Piece): boolean {
  return part === 'ordinary' || part === 'institution'
}

interface About {
  readonly isShort: boolean
  /** No word of it is ordinary. */
  readonly isPlain: boolean
  /** It has no small letter. */
  readonly isLoud: boolean
}

function findings(piece: Piece, before: readonly Piece[], after: readonly Piece[], about: About): readonly string[] {
  const [next, third] = after
  const pair = next !== undefined && isBeside(next) ? pairOf(piece, next, before.length + 1 + after.length, about) : []
  return [
    ...pair,
    ...(piece.part === 'patronymic' ? ['PATRONYMIC'] : []),
    ...(piece.part === 'particle' || piece.part === 'perhaps particle' ? ofParent(piece, before.at(-1), about) : []),
    ...initials(piece, next, third),
    ...alone(piece, before.length, before.length + 1 + after.length, about),
  ]
}

/** Marks that stand inside a name, such as a comma between a surname and a given name. */
function isBeside({ gap }: Piece): boolean {
  return /^[ ,._/\\|+'"-]{0,4}$/.test(gap)
}

const [certain, possible]: readonly (readonly NamePart[])[] = [
  ['surname', 'perhaps surname', 'given', 'perhaps given', 'patronymic', 'parent'],
  ['surname', 'perhaps surname', 'perhaps given', 'other'],
]

function pairOf(one: Piece, other: Piece, words: number, { isShort, isPlain }: About): readonly string[] {
  const is = (part: NamePart) => [one, other].filter((piece) => piece.part === part).length
  const isWritten = one.isCapital && other.isCapital
  const rest = (part: NamePart) => (one.part === part ? other.part : one.part)
  const found = ['SURNAME_AND_NAME']
  if (is('given') > 0 && (certain ?? []).includes(rest('given'))) return found
  if (!isShort || !isPlain || one.isInitial || other.isInitial) return []
  if (is('given') > 0 && (isWritten || words === 2)) return found
  const isSmall = words === 2 && !one.isCapital && !other.isCapital
  if (is('perhaps given') > 0 && is('surname') > 0 && (isWritten || isSmall)) return found
  if (is('perhaps given') === 1 && is('perhaps surname') > 0 && isWritten) return found
  if (is('perhaps given') === 2 && isWritten && words === 2) return found
  return is('surname') > 0 && isWritten && (possible ?? []).includes(rest('surname')) && !isTooShort(one, other)
    ? found
    : []
}

function isTooShort(one: Piece, other: Piece): boolean {
  return Math.min(one.written.length, other.written.length) < 3
}

/** "uulu" behind a name, or behind a capital in a text that is nothing but a name. */
function ofParent({ part }: Piece, before: Piece | undefined, { isShort, isPlain }: About): readonly string[] {
  if (before === undefined || isNoName(before)) return []
  const isName = (certain ?? []).includes(before.part)
  return isName || (part === 'particle' && before.isCapital && isShort && isPlain) ? ['KYRGYZ_NAME'] : []
}

function initials(one: Piece, next: Piece | undefined, third: Piece | undefined): readonly string[] {
  if (next === undefined) return []
  const found = ['NAME_WITH_INITIALS']
  const isName = (piece: Piece) => piece.isCapital && piece.written.length > 2 && !isNoName(piece)
  const isSaid = (piece: Piece) => isName(piece) && piece.part !== 'other' && !piece.isPlace
  if (third?.isInitial && next.isInitial && isName(one)) return found
  if (one.isInitial && next.isInitial && third !== undefined && isName(third) && isBeside(third)) return found
  if (one.isInitial && isBeside(next) && isSaid(next)) return found
  if (third !== undefined && areSmall(next, third) && one.part === 'surname') return found
  if (third?.part === 'surname' && areSmall(one, next) && isBeside(third)) return found
  return next.isInitial && isSaid(one) ? found : []
}

/** Two small letters with full stops that are no abbreviation. */
function areSmall(one: Piece, other: Piece): boolean {
  return one.isSmallInitial && other.isSmallInitial && !one.isAbbreviation && isBeside(other)
}

/** A name that stands alone in a text. Beside an institution it is that of the institution. */
function alone(piece: Piece, place: number, words: number, { isLoud }: About): readonly string[] {
  if (piece.isPlace) return []
  if (piece.part === 'given') return words === 1 || (piece.isCapital && !isLoud) ? ['GIVEN_NAME'] : []
  return piece.part === 'surname' && place > 0 && piece.isCapital && !isLoud ? ['SURNAME'] : []
}
