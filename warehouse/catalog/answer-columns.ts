/** What a column of an answer says of a measure: its value, or something that belongs to the value. */
export const measureParts = [
  'value',
  'band_from',
  'band_to',
  'lower',
  'upper',
  'n',
  'before',
  'change',
  'change_lower',
  'change_upper',
] as const
/** One of {@link measureParts}. */
export type MeasurePart = (typeof measureParts)[number]

/** Columns that say how far the figures of a row can be relied on and compared. */
export const remarkNames = ['period_status', 'comparison', 'reliability'] as const
/** One of {@link remarkNames}. */
export type RemarkName = (typeof remarkNames)[number]

/** The name of a column of a measure. Names are only made: what a column means stands beside it. */
export function columnName(measure: string, part: MeasurePart): string {
  return part === 'value' ? measure : `${measure}_${part}`
}
