import type { Gate } from './gate.ts'
import { namePartOf } from './name-parts.ts'

interface Token {
  readonly small: string
  readonly isNumber: boolean
  readonly hasStop: boolean
}

const [maxTokens, longestHouse] = [60, 3]

/** Whether a plain text says where somebody lives: a street and a number, a house or a flat, a village with both. */
export function saysAddress(gate: Gate, text: string): boolean {
  const tokens = tokensOf(text)
  if (!tokens.some(({ isNumber, hasStop }) => isNumber || hasStop) && tokens.length < 2) return false
  return tokens.some((token, index) => isPlaceAt(gate, token, tokens, index))
}

/** Words and numbers; what is neither, such as a key, stands for itself. */
function tokensOf(text: string): readonly Token[] {
  const found = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}/-]*\.?/gu)].slice(0, maxTokens)
  return found.map(([written]) => {
    const word = written.replace('.', '')
    const [number] = /^\d+(?=\p{L}?$|[/-]\d*$)/u.exec(word) ?? []
    return {
      small: number ?? word.toLowerCase(),
      isNumber: number !== undefined,
      hasStop: written.endsWith('.'),
    }
  })
}

function isPlaceAt(gate: Gate, { small }: Token, tokens: readonly Token[], index: number): boolean {
  const { addresses: words } = gate
  const [before, after] = [tokens.slice(0, index), tokens.slice(index + 1)]
  if (words.before.has(small) && isStreet(after)) return true
  if (words.after.has(small) && before.length > 0 && isNumbered(words, before, after)) return true
  if (words.house.has(small) && isHouse(after[0])) return small.length > 1 || before.length > 1
  if (words.house_after.has(small) && isHouse(before.at(-1))) return true
  return words.settlement.has(small) && isVillage(gate, after)
}

/** A number of a house or a flat: years are longer. */
function isHouse(token: Token | undefined): boolean {
  return token?.isNumber === true && token.small.length <= longestHouse
}

/** Behind "street": a number near by. A street without one is a place, and nobody's address. */
function isStreet(after: readonly Token[]): boolean {
  return after.slice(0, 4).some(isHouse)
}

/** Before or behind "Street": a number, or a house. */
function isNumbered({ house }: Gate['addresses'], before: readonly Token[], [next, second]: readonly Token[]): boolean {
  if (before.at(-1)?.isNumber) return false
  return isHouse(next) || (house.has(next?.small ?? '') && isHouse(second)) || isHouse(before.at(-2))
}

/** A village, a street without its word, and a number. */
function isVillage(gate: Gate, after: readonly Token[]): boolean {
  const place = after.findIndex(({ isNumber }) => isNumber)
  const words = after.slice(0, place)
  return (
    place >= 2 &&
    place <= 4 &&
    isHouse(after[place]) &&
    !words.some(({ small }) => namePartOf(gate, small) === 'institution')
  )
}
