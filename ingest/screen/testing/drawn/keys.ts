import { sha256 } from '#foundation'
import type { Draw } from './draw.ts'

/** Keys that hold a phone. */
export const phoneKeys: Readonly<Record<string, (draw: Draw) => string>> = {
  'behind a letter': (draw) => `P0${mobile(draw)}`,
  'with the country and a number': (draw) => `996${mobile(draw)}-${1 + draw.below(9)}`,
  'behind a court': (draw) => `GB${draw.digits(2)}-0${mobile(draw)}`,
}

function mobile(draw: Draw): string {
  return `${draw.of(['555', '700', '772', '505', '220'])}${draw.digits(6)}`
}

const counted = (count: number, key: (at: number) => string) => Array.from({ length: count }, (_, at) => key(at))
const two = (number: number) => String(number).padStart(2, '0')
const padded = (number: number, length: number) => String(number).padStart(length, '0')

/** Columns of keys as registers make them, about nobody. */
export const keysOfNobody: Readonly<Record<string, (draw: Draw, count: number) => readonly string[]>> = {
  'a counter from anywhere': (draw, count) => {
    const first = draw.below(900_000)
    return counted(count, (at) => padded(first + at, 6))
  },
  'a long counter': (draw, count) => {
    const first = draw.below(90_000_000)
    return counted(count, (at) => `C${padded(first + at * 3, 8)}`)
  },
  'drawn digits, six': (draw, count) => counted(count, () => `P${draw.digits(6)}`),
  'drawn digits, eight': (draw, count) => counted(count, () => draw.digits(8)),
  'drawn digits, eleven behind a letter': (draw, count) => counted(count, () => `X${draw.digits(11)}`),
  'the month of the register and a counter': (draw, count) =>
    counted(count, (at) => `C20${15 + draw.below(11)}${two(1 + draw.below(12))}-${padded(at, 5)}`),
  'the same without a mark': (draw, count) =>
    counted(count, (at) => `20${15 + draw.below(11)}${two(1 + draw.below(12))}${padded(at, 5)}`),
  'the day of the register and a number': (draw, count) =>
    counted(count, (at) => `20${15 + draw.below(11)}${two(1 + draw.below(12))}${two(1 + draw.below(28))}-${at}`),
  'the short day of the register': (draw, count) =>
    counted(count, (at) => `${two(1 + draw.below(28))}${two(1 + draw.below(12))}${15 + draw.below(11)}/${at}`),
  'a court, a year and a number': (draw, count) =>
    counted(count, (at) => `${two(1 + draw.below(60))}-${15 + draw.below(11)}-${padded(at * 7, 5)}`),
  'a letter, a number and the year': (draw, count) =>
    counted(count, (at) => `УД-${1000 + at * 3}/${15 + draw.below(11)}-Б${1 + draw.below(9)}`),
  hashes: (draw, count) => {
    const salt = draw.digits(6)
    return counted(count, (at) => sha256(`${salt}${at}`).slice(0, 16))
  },
  'identifiers of a database': (draw, count) => {
    const salt = draw.digits(6)
    return counted(count, (at) =>
      sha256(`${salt}${at}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5'),
    )
  },
  'letters only': (draw, count) =>
    counted(count, () => draw.digits(9).replaceAll(/\d/g, (digit) => 'bcdfghjklm'[Number(digit)] ?? 'q')),
}

const letters = {
  hexadecimal: '0123456789abcdef',
  'base 36': '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'base 32': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  'base 64': 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const

const drawnOf = (alphabet: string, length: number) => (draw: Draw) =>
  Array.from({ length }, () => alphabet[draw.below(alphabet.length)]).join('')

/** Keys that a machine drew, each of which may read like anything. */
export const drawnKeys: Readonly<Record<string, (draw: Draw) => string>> = {
  'sixteen hexadecimal digits': drawnOf(letters.hexadecimal, 16),
  'a hash': drawnOf(letters.hexadecimal, 64),
  'an identifier of a database': (draw) =>
    [8, 4, 4, 4, 12].map((length) => drawnOf(letters.hexadecimal, length)(draw)).join('-'),
  'base 36': drawnOf(letters['base 36'], 20),
  'base 32': drawnOf(letters['base 32'], 26),
  'base 64': drawnOf(letters['base 64'], 22),
}
