import type { Draw } from './draw.ts'

/** A day on which somebody can have been born. */
interface Birth {
  readonly day: string
  readonly month: string
  readonly year: string
}

function birth(draw: Draw): Birth {
  const two = (number: number) => String(number).padStart(2, '0')
  return { day: two(1 + draw.below(28)), month: two(1 + draw.below(12)), year: String(1945 + draw.below(60)) }
}

const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'] as const
const inWords = {
  en: 'January February March April May June July August September October November December',
  ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
  ky: 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь',
  ofKy: 'январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры',
}

const written = (text: string, month: string) => text.split(' ')[Number(month) - 1] ?? ''

/** A date of birth as people write it. */
export const writtenBirths: Readonly<Record<string, (draw: Draw) => string>> = {
  'with a year of two digits': (draw) => {
    const { day, month, year } = birth(draw)
    return [day, month, year.slice(2)].join(draw.of(['.', '/', '-']))
  },
  'with a Roman month': (draw) => {
    const { day, month, year } = birth(draw)
    const mark = draw.of(['.', '-', ' ', '/'])
    return [day, roman[Number(month) - 1], draw.of([year, year.slice(2)])].join(mark)
  },
  'in English words': (draw) => {
    const { day, month, year } = birth(draw)
    const name = written(inWords.en, month)
    const short = name.slice(0, 3)
    return draw.of([`${day} ${name} ${year.slice(2)}`, `${day}-${short}-${year}`, `${day}${short}${year}`])
  },
  'in Russian words': (draw) => {
    const { day, month, year } = birth(draw)
    const name = written(inWords.ru, month)
    return draw.of([`${day} ${name} ${year.slice(2)} г.`, `${day}.${name}.${year}`, `${day}${name}${year}`])
  },
  'in Kyrgyz words': (draw) => {
    const { day, month, year } = birth(draw)
    const name = written(inWords.ky, month)
    return draw.of([
      `${day}-${name} ${year.slice(2)}-ж.`,
      `${year}-жылдын ${day}-${written(inWords.ofKy, month)}`,
      `${day} ${name} ${year}`,
    ])
  },
}

/** Keys that hold a date of birth. */
export const birthKeys: Readonly<Record<string, (draw: Draw) => string>> = {
  'the year first and a number': (draw) => {
    const { day, month, year } = birth(draw)
    return `${year}${month}${day}-${1 + draw.below(9)}`
  },
  'the day first behind a letter': (draw) => {
    const { day, month, year } = birth(draw)
    return `P${day}${month}${year}${draw.digits(3)}`
  },
  'short with a stroke': (draw) => {
    const { day, month, year } = birth(draw)
    return `${day}.${month}.${year.slice(2)}/${1 + draw.below(99)}`
  },
  'short behind a court': (draw) => {
    const { day, month, year } = birth(draw)
    return `GB${draw.digits(2)}-${day}${month}${year.slice(2)}`
  },
  'a Kazakh number': (draw) => {
    const { day, month, year } = birth(draw)
    return `KZ${year.slice(2)}${month}${day}${3 + draw.below(4)}${draw.digits(5)}`
  },
  'an Estonian number': (draw) => {
    const { day, month, year } = birth(draw)
    return `${3 + draw.below(4)}${year.slice(2)}${month}${day}${draw.digits(4)}`
  },
  'an Uzbek number behind a letter': (draw) => {
    const { day, month, year } = birth(draw)
    return `U${3 + draw.below(4)}${day}${month}${year.slice(2)}${draw.digits(7)}`
  },
  'a Kyrgyz number and four digits': (draw) => `X${kyrgyzNumber(draw)}${draw.digits(4)}`,
}

/** A Kyrgyz personal number. */
export function kyrgyzNumber(draw: Draw): string {
  const { day, month, year } = birth(draw)
  return `${1 + draw.below(2)}${day}${month}${year}${draw.digits(5)}`
}

/** Kyrgyz personal numbers that are hidden in something else. */
export const hiddenNumbers: Readonly<Record<string, (draw: Draw) => string>> = {
  'behind zeros': (draw) => `00${kyrgyzNumber(draw)}`,
  'without its first digit': (draw) => kyrgyzNumber(draw).slice(1),
  'without its last digit': (draw) => kyrgyzNumber(draw).slice(0, -1),
  'with letters in it': (draw) => {
    const number = kyrgyzNumber(draw)
    return `K${number.slice(0, 8)}${draw.of(['A', 'x', 'Q'])}${number.slice(8)}`
  },
}
