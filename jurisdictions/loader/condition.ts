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
 * case and outer blanks; of numbers `> 0`, `<= 12` and `3`. After a backslash everything is text: `\\*` is an asterisk.
 *
 * @returns `undefined` for what no number can be compared with
 */
export function parseCondition(cell: string, isNumber: boolean): CellCondition | undefined {
  const text = foldedText(cell)
  if (text.startsWith('\\') && !isNumber) return { kind: 'is', text: text.slice(1) }
  if (text === '*') return { kind: 'anything' }
  if (text === '(empty)') return { kind: 'empty' }
  if (!isNumber) return text.endsWith('*') ? { kind: 'begins', text: text.slice(0, -1) } : { kind: 'is', text }
  const [, operator = '=', number] = comparison.exec(text) ?? []
  if (number === undefined) return undefined
  return { kind: 'compares', operator: operator as '=', number: Number(number) }
}

/** A cell that asks for exactly this text, whatever the text looks like. */
export function plainCell(text: string): string {
  const condition = parseCondition(text, false)
  return condition?.kind === 'is' && condition.text === foldedText(text) ? text : `\\${text}`
}

/** Types of columns whose values are compared as numbers. */
export function isNumberType(type: string): boolean {
  return type === 'integer' || type === 'decimal' || type === 'length'
}
