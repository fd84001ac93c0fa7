import { type Catalog, datasetNamed, type Grain, parsePeriod, periodName } from '#warehouse'

/** A cell as an attacker knows it: a month and a code of each dimension, with the codes above. */
export type AttackedCell = Readonly<Record<string, string | number>>

/** Months since year 0, both ends included. */
export interface Months {
  readonly first: number
  readonly last: number
}

/** Every cell that there could be: the months by the codes of some dimensions, whether or not anybody is in it. */
export function everyCell(
  dimensions: readonly string[],
  { first, last }: Months,
  catalog: Catalog,
): readonly AttackedCell[] {
  const known = datasetNamed('sentences', catalog).dimensions
  let cells: AttackedCell[] = Array.from({ length: last - first + 1 }, (_, at) => timesOf(first + at, catalog))
  for (const name of dimensions) {
    const dimension = known.get(name)
    const codes = (dimension?.codes ?? []).filter(({ code }) => code !== 'UNK')
    const above = dimension?.above
    cells = cells.flatMap((cell) =>
      codes.map(({ code, parent = '' }) => ({ ...cell, [name]: code, ...(above && { [above]: parent }) })),
    )
  }
  return cells
}

/** A month with the quarter and the year that it lies in, as answers name them. */
function timesOf(month: number, { jurisdiction }: Catalog): AttackedCell {
  const named = (grain: Grain) => periodName(month, grain, jurisdiction)
  return { at: month, year: Number(named('year')), quarter: named('quarter'), month: named('month') }
}

/** The months that a question names; without a beginning or an end all that there are. */
export function monthsOf(
  question: { readonly from?: string; readonly to?: string },
  { jurisdiction }: Catalog,
): Months {
  return {
    first: question.from === undefined ? 0 : parsePeriod(question.from, 'from', jurisdiction).range.first,
    last:
      question.to === undefined ? Number.POSITIVE_INFINITY : parsePeriod(question.to, 'to', jurisdiction).range.last,
  }
}
