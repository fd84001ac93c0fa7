import { optimumOf } from '../linear-solver.ts'

/** A two-way table. Hidden cells are not published; totals are, but for those that are hidden, too. */
export interface SuppressedTable {
  readonly cells: readonly (readonly number[])[]
  readonly hidden: readonly (readonly boolean[])[]
  readonly hiddenRowTotals?: readonly boolean[]
  readonly hiddenColumnTotals?: readonly boolean[]
  readonly isTotalHidden?: boolean
}

export interface SumRange {
  readonly min: number
  readonly max: number
}

/** A two-way table with its totals as a last row and a last column. Hidden cells and totals are not published. */
export interface WholeTable {
  readonly sums: readonly (readonly number[])[]
  readonly hidden: readonly (readonly boolean[])[]
}

/**
 * The least and the greatest value of each hidden cell and total that agree with everything published and with values being 0
 * or more. Two linear programs for each.
 *
 * @returns by row and column, totals last; `undefined` for what is published
 */
export async function rangesOfWhole(about: WholeTable): Promise<readonly (readonly (SumRange | undefined)[])[]> {
  const { sums, hidden } = about
  const constraints = constraintsOf({ sums, hidden })
  const names = hidden.flatMap((row, i) => row.flatMap((isHidden, j) => (isHidden ? [nameOf(i, j)] : [])))
  const limits = names.map((name) => ` ${name} >= 0`).join('\n')
  const optimum = (sense: 'Minimize' | 'Maximize', name: string) =>
    optimumOf(`${sense}\n obj: ${name}\nSubject To\n${constraints.join('\n')}\nBounds\n${limits}\nEnd\n`)
  const rangeOf = async (isHidden: boolean, name: string): Promise<SumRange | undefined> =>
    isHidden ? { min: await optimum('Minimize', name), max: await optimum('Maximize', name) } : undefined
  return await Promise.all(
    hidden.map((row, i) => Promise.all(row.map((isHidden, j) => rangeOf(isHidden, nameOf(i, j))))),
  )
}

const nameOf = (row: number, column: number) => `x${row}_${column}`

/** In every row and column, totals included, the hidden parts less the total come to what is published of it, turned round. */
function constraintsOf({ sums, hidden }: WholeTable): readonly string[] {
  const width = sums[0]?.length ?? 0
  const line = (places: readonly (readonly [number, number])[], label: string) => {
    const signed = places.map((place, at) => [place, at === places.length - 1 ? -1 : 1] as const)
    const isUnknown = ([[i, j]]: (typeof signed)[number]) => hidden[i]?.[j] ?? false
    const unknown = signed.filter(isUnknown)
    if (unknown.length === 0) return []
    const known = signed.reduce(
      (sum, one) => (isUnknown(one) ? sum : sum + one[1] * (sums[one[0][0]]?.[one[0][1]] ?? 0)),
      0,
    )
    const terms = unknown.map(([[i, j], sign]) => `${sign < 0 ? '-' : '+'} ${nameOf(i, j)}`)
    return [` ${label}: ${terms.join(' ')} = ${0 - known}`]
  }
  return [
    ...sums.flatMap((row, i) =>
      line(
        row.map((_, j) => [i, j] as const),
        `r${i}`,
      ),
    ),
    ...Array.from({ length: width }, (_, j) =>
      line(
        sums.map((_row, i) => [i, j] as const),
        `c${j}`,
      ),
    ).flat(),
  ]
}
