import { quoteIdentifier } from '#foundation'
import type { Clause } from '../../catalog/condition.ts'
import type { BoundValue, Dialect } from '../../engines/cube-engine.ts'

/** Values of a statement on their way to its engine. */
export interface Binder {
  readonly all: BoundValue[]
  /** Binds a value and returns where it stands in the statement. A text that is bound already stands where it stood. */
  add(value: BoundValue['value'], type: BoundValue['type']): string
}

export function binder(dialect: Dialect): Binder {
  const all: BoundValue[] = []
  const texts = new Map<BoundValue['value'], string>()
  const bind = (value: BoundValue['value'], type: BoundValue['type']) => dialect.place(all.push({ value, type }), type)
  return {
    all,
    add: (value, type) => {
      if (type !== 'text') return bind(value, type)
      const place = texts.get(value) ?? bind(value, type)
      texts.set(value, place)
      return place
    },
  }
}

/** A condition as SQL with its codes bound, or `undefined` for none. Dimensions are names of the catalog. */
export function conditionSql(clauses: readonly Clause[], bound: Binder): string | undefined {
  const parts = clauses.map(({ dimension, codes, isIn }) => {
    const places = codes.map((code) => bound.add(code, 'text'))
    return `${quoteIdentifier(dimension)} ${isIn ? 'in' : 'not in'} (${places.join(', ')})`
  })
  return parts.length === 0 ? undefined : parts.join(' and ')
}
