import { quoteLiteral } from '#foundation'
import { type CellCondition, type ColumnContract, isNumberType, parseCondition } from '#jurisdictions'
import { folded } from '../cells/fold.ts'

/**
 * Whether a value fits a cell of a table of conditions, as SQL that is true or false, never NULL.
 *
 * @param type - the type of its column. Text is compared without regard to case and outer blanks
 * @param cell - see `parseCondition`; the loader has refused what it cannot read
 */
export function fits(value: string, type: ColumnContract['type'], cell: string): string {
  const condition = parseCondition(cell, isNumberType(type))
  if (condition === undefined) throw new Error(`no condition on a number: ${cell}`)
  return asSql(condition, isNumberType(type) ? value : folded(type === 'boolean' ? `${value}::varchar` : value), value)
}

function asSql(condition: CellCondition, compared: string, value: string): string {
  switch (condition.kind) {
    case 'anything':
      return 'true'
    case 'empty':
      return `${value} is null`
    case 'begins':
      return `coalesce(starts_with(${compared}, ${quoteLiteral(condition.text)}), false)`
    case 'is':
      return `coalesce(${compared} = ${quoteLiteral(condition.text)}, false)`
    case 'compares':
      return `coalesce(${compared} ${condition.operator} ${condition.number}, false)`
  }
}
