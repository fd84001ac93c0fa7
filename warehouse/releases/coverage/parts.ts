import type { Dataset, Measure } from '../../catalog/dataset.ts'
import type { CubeProtection } from '../../disclosure/cube-rule.ts'
import { bandColumn, bandsOf } from '../../query/statement/columns.ts'
import { cellsOf, type SolvedCells } from './counted-table.ts'

/** A measure taken apart into groups of cells that do not overlap: what chance moves independently of each other. */
export interface Parts {
  readonly measure: Measure
  /** By part, which cells are in it. */
  readonly masks: readonly Uint8Array[]
  /** By the name of a column that the measure is read off: the parts that it is a sum of. */
  readonly columns: ReadonlyMap<string, readonly number[]>
}

/** The parts of a measure; `undefined` where the cube lacks what it needs, or where its interval follows from that of another. */
export function partsOf(
  measure: Measure,
  { counts }: Dataset,
  solved: SolvedCells,
  protection: CubeProtection,
): Parts | undefined {
  const { form } = measure
  const maskOf = (name: string) => cellsOf(counts[name]?.where, solved, protection)
  if ('count' in form) {
    const mask = maskOf(form.count)
    return mask && { measure, masks: [mask], columns: new Map([[form.count, [0]]]) }
  }
  if ('share' in form) {
    const [events, of] = [maskOf(form.share), maskOf(form.of)]
    if (events === undefined || of === undefined) return undefined
    const rest = of.map((one, cell) => one & (1 - (events[cell] as number)))
    return {
      measure,
      masks: [events, rest],
      columns: new Map([
        [form.share, [0]],
        [form.of, [0, 1]],
      ]),
    }
  }
  if (!('median' in form)) return undefined
  const bands = bandsOf(form.bands, protection.cube)
  const masks = bands.map(({ code }) =>
    cellsOf({ ...counts[form.of]?.where, [form.bands]: [code] }, solved, protection),
  )
  if (!masks.every((mask) => mask !== undefined)) return undefined
  const own = bands.map(({ code }, at): [string, readonly number[]] => [bandColumn(form.of, code), [at]])
  return { measure, masks, columns: new Map([...own, [form.of, [...bands.keys()]]]) }
}
