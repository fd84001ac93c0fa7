import { Refusal } from '#foundation'

/** Lists and objects inside one another: a manifest has five. */
const deepest = 32
/** Bytes of memory that what is parsed may take. */
const largest = 40_000_000

/** Bytes of memory for what a character opens or parts: at least what the engine needs. A letter of text takes two at most. */
const costs = table({ '{': 200, '[': 60, ',': 24, ':': 24, '"': 32 })
const steps = table({ '{': 1, '[': 1, '}': -1, ']': -1 })
const [quote, backslash, colon] = ['"'.charCodeAt(0), '\\'.charCodeAt(0), ':'.charCodeAt(0)]

function table(entries: Readonly<Record<string, number>>): Int16Array {
  const numbers = new Int16Array(256)
  for (const [character, number] of Object.entries(entries)) numbers[character.charCodeAt(0)] = number
  return numbers
}

/**
 * Parses JSON that is neither deep nor large. Both are counted first: the parser of the engine cannot be interrupted, and when it fills
 * the heap of a thread, the whole process ends.
 *
 * @throws {@link Refusal} `FILE_TOO_LARGE`; SyntaxError for what is no JSON
 */
export function parseBounded(bytes: Buffer): unknown {
  if (!isBounded(bytes)) throw new Refusal('FILE_TOO_LARGE', 'The file is larger than any file that Taraza exports.')
  return JSON.parse(bytes.toString('utf8'))
}

function isBounded(bytes: Buffer): boolean {
  let [cost, depth] = [2 * bytes.length, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    cost += costs[byte] ?? 0
    depth += steps[byte] ?? 0
    if (cost > largest || depth > deepest) return false
    if (byte === quote) at = endOfText(bytes, at + 1)
  }
  return cost <= largest
}

/** Whether a member stands twice in a JSON text: parsers read the last one, and people may read the first. */
export function hasDoubledMember(bytes: Buffer, parsed: unknown): boolean {
  let members = 0
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === colon) members += 1
    else if (bytes[at] === quote) at = endOfText(bytes, at + 1)
  }
  return members !== membersIn(parsed)
}

function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inside = Object.values(value)
  return (Array.isArray(value) ? 0 : inside.length) + inside.reduce((sum: number, one) => sum + membersIn(one), 0)
}

/** Where a text ends: at its quote, or with the file. */
function endOfText(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
  return at
}
