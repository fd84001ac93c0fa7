import { Refusal } from '#foundation'
import { type Contract, columnsToRead } from '#jurisdictions'
import { valueNamed } from '../cells/typed-column.ts'

const comparison = /^\s*([a-z_]+)\s*(<=|>=|<|>|=)\s*([a-z_]+|-?\d+(?:\.\d+)?)\s*$/

/** A check of a contract (`in_force_on < sentenced_on`) as SQL over the typed columns. Nothing but names and numbers passes. */
export function checkExpression(check: string, contract: Contract): string {
  const columns = columnsToRead(contract).map(([name]) => name)
  const [, left = '', operator = '', right = ''] = comparison.exec(check) ?? []
  return `${operand(left)} ${operator} ${operand(right)}`

  function operand(name: string): string {
    if (/^-?\d/.test(name)) return name
    if (columns.includes(name)) return valueNamed(name)
    throw new Refusal('JURISDICTION_INVALID', `checks: "${check}" names a column that the contract lacks`, {
      file: `contracts/${contract.register}.yaml`,
      allowed: columns,
    })
  }
}
