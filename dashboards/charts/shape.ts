import type { PeriodGrain } from './chart.ts'

export interface CodeName {
  readonly code: string
  readonly label: string
}

/** A dimension of the rows with the names of its codes, in the order in which people should see them. */
export interface ShapeDimension {
  readonly name: string
  readonly label: string
  readonly codes: readonly CodeName[]
}

/** What rows look like, as far as a chart of them needs to know. */
export interface Shape {
  /** Where the rows are: the name of attached rows, or the rows themselves. */
  readonly data: { readonly name: string } | { readonly values: readonly object[] }
  readonly time?: PeriodGrain | undefined
  readonly dimensions: readonly ShapeDimension[]
  readonly figure: { readonly name: string; readonly label: string; readonly format: string }
  /** Whether some rows are incomplete or rest on few persons. */
  readonly hasUnsure?: boolean
  /** Whether some rows rest on few persons. */
  readonly hasFew?: boolean
  /** The columns of the bounds of the figure. */
  readonly bounds?: { readonly lower: string; readonly upper: string; readonly label: string } | undefined
}

/** Puts the name of each code beside it: `region` gets `region_label`. */
export function withLabels(dimensions: readonly ShapeDimension[]) {
  return dimensions.map(({ name, codes }) => ({
    lookup: name,
    from: {
      data: { values: codes.map(({ code, label }, order) => ({ code, label, order })) },
      key: 'code',
      fields: ['label', 'order'],
    },
    as: [`${name}_label`, `${name}_order`],
  }))
}

export function tooltipOf({ time, dimensions, figure, bounds }: Shape) {
  const format = figure.format === ',.0%' ? '.1%' : figure.format
  return [
    ...(time === undefined ? [] : [{ field: time, type: 'nominal', title: ' ' }]),
    ...dimensions.map(({ name, label }) => ({ field: `${name}_label`, type: 'nominal', title: label })),
    { field: figure.name, type: 'quantitative', title: figure.label, format },
    ...(bounds === undefined
      ? []
      : [
          { field: bounds.lower, type: 'quantitative', title: `${bounds.label} ↓`, format },
          { field: bounds.upper, type: 'quantitative', title: `${bounds.label} ↑`, format },
        ]),
  ]
}
