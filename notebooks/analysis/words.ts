/** A text for the readers of these notebooks. */
export interface Words {
  readonly en: string
  readonly ru: string
}

/** A share as percent, such as `29.0 %`. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)} %`
}

/** A change with its sign, such as `+62.8 %`. */
export function change(growth: number): string {
  return `${growth < 0 ? '−' : '+'}${percent(Math.abs(growth))}`
}

/** A bound range of anything that can be written. */
export function between<T>(
  { lower, upper }: { readonly lower: T; readonly upper: T },
  write: (value: T) => string,
): string {
  return `${write(lower)} … ${write(upper)}`
}

/** What an interval of a change allows to say. */
export function moved(lower: number, upper: number): Words {
  if (lower > 0) return { en: 'rose', ru: 'выросло' }
  if (upper < 0) return { en: 'fell', ru: 'снизилось' }
  return { en: 'shows no clear change', ru: 'не показывает ясного изменения' }
}

/** The same text with decimal commas, as Russian writes numbers; names of releases keep their dot. */
export function withCommas(text: string): string {
  return text.replaceAll(/(?<![\w-])(\d+)\.(?=\d)/g, '$1,')
}
