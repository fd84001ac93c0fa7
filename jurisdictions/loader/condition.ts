import { foldedText } from './texts.ts'

/** What a cell of a table of conditions asks of a value. */
export type CellCondition =
  | { readonly kind: 'anything' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'begins'; readonly text: string }
  | { readonly kind: 'is'; readonly text: string }
  | { readonly kind: 'compares'; readonly operator: '<' | '<=' | '>' | '>=' | '='; readonly number: number }

const comparison = /^(<=|>=|<|>|=)?\s*(-?\d+(?:\.\d+)?)$/

/**
 * Reads a cell: `*` is any value, `10.1.*` one that begins so, `(empty)` none at all, other text the value itself without regard to
 * case and outer blanks; of numbers `> 0`, `<= 12` and `3`.
 *
 * @returns `undefined` for what no number can be compared with
 */
export function parseCondition(cell: string, isNumber: boolean): CellCondition | undefined {
  const text = foldedText(cell)
  if (text === '*') return { kind: 'anything' }
  if (text === '(empty)') return { kind: 'empty' }
  if (!isNumber) return text.endsWith('*') ? { kind: 'begins', text: text.slice(0, -1) } : { kind: 'is', text }
  const [, operator = '=', number] = comparison.exec(text) ?? []
  if (number === undefined) return undefined
  return { kind: 'compares', operator: operator as '=', number: Number(number) }
}

/** Types of columns whose values are compared as numbers. */
export function isNumberType(type: string): boolean {
  return type === 'integer' || type === 'decimal' || type === 'length'
}
