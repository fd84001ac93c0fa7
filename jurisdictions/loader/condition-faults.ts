import type { Fault } from '#foundation'
import { isNumberType, parseCondition } from './condition.ts'
import { cellOf } from './crosswalk.ts'
import { placeIn, wrong } from './fault-place.ts'
import type { Files } from './known-codes.ts'

/** Cells of a crosswalk that ask for a number where there is none, and columns that cannot be compared. */
export function conditionFaults({ contracts, crosswalks }: Files): readonly Fault[] {
  return contracts.flatMap(({ file, view }) =>
    Object.entries(view.columns).flatMap(([name, column]) => {
      const all = { ...view.inputs, ...view.columns }
      const table = crosswalks.get(column.crosswalk ?? '')
      return column.by.flatMap((by, index) => {
        const type = Object.hasOwn(all, by) ? (all[by]?.type ?? '') : 'text'
        if (['key', 'date', 'year', 'quarter'].includes(type))
          return [
            wrong(
              placeIn(file)(['columns', name, 'by', index]),
              `a code cannot depend on a column of the type ${type}`,
            ),
          ]
        return (table?.rows ?? []).flatMap((row, at) => {
          const cell = cellOf(row, by)
          if (cell === '' || parseCondition(cell, isNumberType(type)) !== undefined) return []
          const place = {
            code: placeIn(file)([]).code,
            file: table?.path ?? '',
            line: table?.lines[at] ?? 0,
            where: by,
          }
          return [wrong(place, `"${cell}" is no condition on a number, such as "> 0" or 12`)]
        })
      })
    }),
  )
}
