import { rangesOfWhole, type SuppressedTable } from './intervals.ts'

/** A cell of a table of magnitudes: the sum, and the largest contributions to it. */
export interface MagnitudeCell {
  readonly sum: number
  readonly largest: number
  readonly second: number
  readonly contributors: number
}

/** The share of the largest contribution, in per cent, within which nobody may be able to estimate it. */
const p = 10
const fewestContributors = 3

/**
 * Whether a sum gives a contribution away: by the p % rule the second largest contributor, who knows the own part, could
 * estimate the largest within p per cent (Hundepool et al., Statistical Disclosure Control, 4.2).
 */
export function isSensitive({ sum, largest, second, contributors }: MagnitudeCell): boolean {
  if (contributors === 0) return false
  return contributors < fewestContributors || sum - largest - second < (p / 100) * largest
}

/** How far a hidden sum has to stay from what an attacker concludes, on each side. */
export function protectionLevelOf({ sum, largest, second }: MagnitudeCell): number {
  return Math.max(1, (p / 100) * largest - (sum - largest - second))
}

/**
 * Hides sensitive sums of a two-way table, totals included, and as many others as it takes until no linear program brings an
 * attacker closer to a sensitive sum than its protection allows. The audit is part of the method: it ends when the audit passes.
 *
 * @returns what is hidden, by row and column, and of the totals
 */
export async function suppress(table: readonly (readonly MagnitudeCell[])[]): Promise<Required<SuppressedTable>> {
  const whole = wholeOf(table)
  const sums = whole.map((row) => row.map(({ sum }) => sum))
  const primary = whole.map((row) => row.map(isSensitive))
  let hidden = primary
  for (;;) {
    const ranges = await rangesOfWhole({ sums, hidden })
    const [exposed] = placesWhere(primary, (i, j) => {
      const [range, cell] = [ranges[i]?.[j], whole[i]?.[j]]
      if (range === undefined || cell === undefined) return false
      const needed = protectionLevelOf(cell)
      return cell.sum - range.min < Math.min(needed, cell.sum) || range.max - cell.sum < needed
    })
    if (exposed === undefined) return parted(table, hidden)
    const partner = cheapestPartner(sums, hidden, exposed)
    if (partner === undefined)
      return parted(
        table,
        hidden.map((row) => row.map(() => true)),
      )
    hidden = hidden.map((row, i) => row.map((is, j) => is || (i === partner[0] && j === partner[1])))
  }
}

/** A total has the contributions of all its cells: its largest ones are among theirs. */
function wholeOf(table: readonly (readonly MagnitudeCell[])[]): readonly (readonly MagnitudeCell[])[] {
  const rows = table.map((row) => [...row, together(row)])
  return [...rows, (rows[0] ?? []).map((_, j) => together(rows.flatMap((row) => row[j] ?? [])))]
}

function together(cells: readonly MagnitudeCell[]): MagnitudeCell {
  const [largest = 0, second = 0] = cells
    .flatMap((cell) => [cell.largest, cell.second])
    .sort((one, other) => other - one)
  const all = (of: (cell: MagnitudeCell) => number) => cells.reduce((sum, cell) => sum + of(cell), 0)
  return { sum: all(({ sum }) => sum), largest, second, contributors: all(({ contributors }) => contributors) }
}

function parted(
  table: readonly (readonly MagnitudeCell[])[],
  hidden: readonly (readonly boolean[])[],
): Required<SuppressedTable> {
  const [height, width] = [table.length, table[0]?.length ?? 0]
  return {
    cells: table.map((row) => row.map(({ sum }) => sum)),
    hidden: hidden.slice(0, height).map((row) => row.slice(0, width)),
    hiddenRowTotals: hidden.slice(0, height).map((row) => row[width] ?? false),
    hiddenColumnTotals: (hidden[height] ?? []).slice(0, width),
    isTotalHidden: hidden[height]?.[width] ?? false,
  }
}

type Place = readonly [row: number, column: number]

function placesWhere(
  mask: readonly (readonly boolean[])[],
  isOne: (row: number, column: number) => boolean,
): readonly Place[] {
  return mask.flatMap((row, i) => row.flatMap((is, j): Place[] => (is && isOne(i, j) ? [[i, j]] : [])))
}

/** A published sum that is not 0: in the row or column where the exposed cell is alone, else one that closes a ring; the smallest. */
function cheapestPartner(
  cells: readonly (readonly number[])[],
  hidden: readonly (readonly boolean[])[],
  [row, column]: Place,
): Place | undefined {
  const published = cells.flatMap((line, i) =>
    line.flatMap((sum, j) => (hidden[i]?.[j] || sum === 0 ? [] : [{ place: [i, j] as const, sum }])),
  )
  const needsColumn = hidden.every((line, i) => i === row || !line[column])
  const needsRow = (hidden[row] ?? []).every((is, j) => j === column || !is)
  const hasHidden = ({ place: [i, j] }: (typeof published)[number]) =>
    Number(hidden[i]?.some(Boolean)) + Number(hidden.some((line) => line[j]))
  const useful = published.filter(({ place: [i, j] }) => (needsRow ? i === row : needsColumn ? j === column : true))
  const [best] = (useful.length > 0 ? useful : published).sort(
    (one, other) => hasHidden(other) - hasHidden(one) || one.sum - other.sum,
  )
  return best?.place
}
