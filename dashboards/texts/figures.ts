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

/** How figures are written in a language. */
export function figuresFor(language: Language): FigureWriter {
  const locale = locales[language]
  const written = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options)
    return (value: number) => format.format(value)
  }
  const signed = (options: Intl.NumberFormatOptions) => {
    const write = written({ ...options, signDisplay: 'exceptZero' })
    return (value: number) => withMinus(write(value))
  }
  const [percent, points] = [written({ style: 'percent', ...oneDecimal }), signed(oneDecimal)]
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  return {
    count: written({ maximumFractionDigits: 0 }),
    wholePercent: written({ style: 'percent', maximumFractionDigits: 2 }),
    wholeGrowth: signed({ style: 'percent', maximumFractionDigits: 2 }),
    ratio: written({ maximumSignificantDigits: 3 }),
    percent,
    growth: signed({ style: 'percent', ...oneDecimal }),
    size: (value) => percent(Math.abs(value)),
    points: (value) => points(value * 100),
    difference: signed({ maximumFractionDigits: 0 }),
    date: (iso) => day.format(new Date(`${iso}T00:00:00Z`)),
  }
}

const oneDecimal = { minimumFractionDigits: 1, maximumFractionDigits: 1 }

function withMinus(text: string): string {
  return text.replace('-', '−')
}
