/** The figures of a chart without its look: categories along one axis, and a value of each series for each. */
export interface ChartSeries {
  readonly kind: 'lines' | 'stacked' | 'bars'
  readonly categories: readonly string[]
  readonly series: readonly {
    readonly name: string
    /** The code that decides the colour. */
    readonly code?: string
    readonly values: readonly (number | null)[]
    /** The intervals of the values. */
    readonly lower?: readonly (number | null)[]
    readonly upper?: readonly (number | null)[]
  }[]
  readonly unit: 'count' | 'share' | 'number'
}
