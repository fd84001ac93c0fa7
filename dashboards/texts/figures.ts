import type { Language } from '#jurisdictions'
import { locales } from './messages.ts'

/** Writes figures as people of a language read them. */
export interface FigureWriter {
  /** `6 202` */
  count(value: number): string
  /** `29,3 %` for 0.293 */
  percent(value: number): string
  /** `30 %` for 0.3 */
  wholePercent(value: number): string
  /** `+30 %` for 0.3; a fall has a real minus */
  wholeGrowth(value: number): string
  /** `2,36` */
  ratio(value: number): string
  /** `+22,2 %` for 0.222; a fall has a real minus */
  growth(value: number): string
  /** `22,2 %` whatever the direction */
  size(value: number): string
  /** `+1,4` percentage points for 0.014 */
  points(value: number): string
  /** `+34` persons; a fall has a real minus */
  difference(value: number): string
  /** `24 апреля 2024 г.` for `2024-04-24` */
  date(iso: string): string
}

export function figuresFor(language: Language): FigureWriter {
  const locale = locales[language]
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const signed = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  const points = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  const ratio = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const signedWhole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
  const wholePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 })
  const wholeGrowth = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero',
  })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  return {
    count: (value) => whole.format(value),
    wholePercent: (value) => wholePercent.format(value),
    wholeGrowth: (value) => withMinus(wholeGrowth.format(value)),
    ratio: (value) => ratio.format(value),
    percent: (value) => percent.format(value),
    growth: (value) => withMinus(signed.format(value)),
    size: (value) => percent.format(Math.abs(value)),
    points: (value) => withMinus(points.format(value * 100)),
    difference: (value) => withMinus(signedWhole.format(value)),
    date: (iso) => day.format(new Date(`${iso}T00:00:00Z`)),
  }
}

function withMinus(text: string): string {
  return text.replace('-', '−')
}
