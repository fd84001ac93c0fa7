import { saysAddress } from './addresses.ts'
import { datesIn, hasShortDate } from './dates.ts'
import type { Gate } from './gate.ts'
import { namesIn } from './names.ts'
import { numbersIn } from './numbers.ts'
import { plainText } from './plain-text.ts'
import { longestText } from './words.ts'

/** What a text holds. */
export interface TextVerdict {
  /** Classes of personal data that are certain, such as `PASSPORT`. */
  readonly sure: readonly string[]
  /** Classes that the other cells of its column have to confirm. */
  readonly likely: readonly string[]
  /** Classes of dates: only a contract tells whether a date has a place in a column. */
  readonly dates: readonly string[]
  readonly isShaped: boolean
  readonly isPart: boolean
  /** It is written so that nobody can read it, and can be made a text. */
  readonly isEncoded: boolean
}

/** Judges a text of a file by the rules of a jurisdiction. Nothing of it is kept. */
export function judge(gate: Gate, text: string): TextVerdict {
  const plain = plainText(text.slice(0, longestText))
  const numbers = numbersIn(gate, plain)
  const texts = [...textsIn(gate, plain), ...(plain.includes('_') ? textsIn(gate, plain.replaceAll('_', ' ')) : [])]
  const isWordy = /\p{L}/u.test(plain)
  const names = isWordy ? namesIn(gate, plain) : undefined
  const address = isWordy && saysAddress(gate, plain) ? ['ADDRESS'] : []
  const dates = datesIn(gate, plain)
  const written = dates.filter((code) => code !== 'FULL_DATE')
  return {
    sure: [...new Set([...numbers.sure, ...texts, ...(names?.sure ?? []), ...address, ...written])],
    likely: [...numbers.likely, ...(names?.likely ?? []), ...(hasShortDate(plain) ? ['SHORT_DATE'] : [])],
    dates,
    isShaped: names?.isShaped ?? false,
    isPart: names?.isPart ?? false,
    isEncoded: isEncoded(plain),
  }
}

function textsIn({ texts }: Gate, plain: string): readonly string[] {
  const small = plain.toLowerCase()
  return texts.flatMap(({ code, pattern, check }) => {
    const found = pattern.exec(small)
    if (found === null) return []
    const written = plain.slice(found.index, found.index + found[0].length)
    return check === 'iban' && !isAccount(written) ? [] : [code]
  })
}

/** The check digits of an account (ISO 13616). What may be a hash as well is none. */
function isAccount(found: string): boolean {
  const [start = '', ...more] = found.split(' ')
  const parts = more.map((_, index) => [start, ...more.slice(0, index + 1)].join(''))
  return [start, ...parts].some((account) => account.length >= shortestAccount && isConfirmed(account))
}

const shortestAccount = 15

function isConfirmed(account: string): boolean {
  if (/^[0-9a-f]+$/.test(account)) return false
  const turned = (account.slice(4) + account.slice(0, 4)).toUpperCase()
  const digits = turned.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}

/** Base64, and texts whose characters are written as numbers. */
function isEncoded(text: string): boolean {
  if (/(?:%[0-9a-f]{2}){4}|(?:&#x?[0-9a-f]{2,6};){3}|(?:\\u[0-9a-f]{4}){3}/i.test(text)) return true
  const [found] = /[A-Za-z0-9+/]{16,400}={0,2}/.exec(text) ?? []
  if (found === undefined || /^(?:[0-9a-f]+|[0-9A-F]+|[a-z]+|[A-Z]+|\d+)$/.test(found) || found.length % 4 !== 0)
    return false
  const decoded = Buffer.from(found, 'base64').toString('utf8')
  return /^[\p{L}\p{N}\p{P}\p{Zs}]{8,}$/u.test(decoded) && /\p{L}{3}|\d{8}/u.test(decoded)
}
