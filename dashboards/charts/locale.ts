import type { Language } from '#jurisdictions'

/** Formats of numbers for d3, as Vega takes them. No ready-made definition exists for Kyrgyz. */
export interface NumberLocale {
  readonly decimal: string
  readonly thousands: string
  readonly grouping: readonly number[]
  readonly currency: readonly [string, string]
  readonly percent: string
  readonly minus: string
}

const cyrillic: NumberLocale = {
  decimal: ',',
  thousands: '\u00a0',
  grouping: [3],
  currency: ['', '\u00a0сом'],
  percent: '\u00a0%',
  minus: '−',
}

export const numberLocales: Readonly<Record<Language, NumberLocale>> = {
  ky: { ...cyrillic, percent: '%' },
  ru: cyrillic,
  en: { ...cyrillic, decimal: '.', thousands: ',', currency: ['', '\u00a0KGS'], percent: '%' },
}
