import type { About, Row, Taraza } from '../../client/index.ts'
import { between, percent, type Words } from './words.ts'
import { completeRows, lastYear } from './years.ts'

export interface HandOff {
  readonly years: readonly Row[]
  readonly regions: readonly Row[]
  readonly year: number
  readonly words: Words
  readonly about: About
}

/** How many judgments reach the probation register within 30 days, over the years and by region. */
export async function handOff(taraza: Taraza): Promise<HandOff> {
  const share = { measure: ['registered_share'] as const, interval: 95 }
  const overall = await taraza.query('handoff', { ...share, by: ['year'] })
  const year = lastYear(overall)
  const { rows: regions } = await taraza.query('handoff', { ...share, by: ['region'], from: year, to: year })
  const last = completeRows(overall).find((row) => row['year'] === year) ?? {}
  const [value, lower, upper] = ['', '_lower', '_upper'].map((end) => Number(last[`registered_share${end}`]))
  const range = between({ lower: lower ?? 0, upper: upper ?? 0 }, percent)
  return {
    years: completeRows(overall),
    regions,
    year,
    words: {
      en: `Of the judgments that came into force in ${year}, ${percent(value ?? 0)} were registered by probation within 30 days (95 % interval ${range}). Only quarters for which 90 days have passed are counted.`,
      ru: `Из приговоров, вступивших в силу в ${year} году, пробация зарегистрировала в течение 30 дней ${percent(value ?? 0)} (95 % интервал ${range}). Учтены только кварталы, после которых прошло 90 дней.`,
    },
    about: overall.about,
  }
}
