import { quoteLiteral } from '#foundation'

/** A reason code and the condition under which a row gets it. */
export interface FaultRule {
  readonly when: string
  readonly text: string
  /** The canonical column that is at fault, if it is one alone. */
  readonly column?: string
}

/** The texts of the words that hold, NULL if none does: for nearly all rows, so that they are put together only then. */
export function words(all: readonly FaultRule[]): string {
  if (all.length === 0) return 'null::varchar'
  const texts = all.map(({ when, text }) => `case when ${when} then ${quoteLiteral(text)} end`)
  return `case when ${all.map(({ when }) => `(${when})`).join(' or ')} then concat_ws(' ', ${texts.join(', ')}) end`
}
