import { quoteIdentifier } from '#foundation'
import type { BoundValue, Dialect } from '../engines/cube-engine.ts'

const types: Readonly<Record<BoundValue['type'], string>> = { text: 'String', integer: 'Int32' }

/** ClickHouse's words for statements about the cubes in one of its databases. */
export function clickhouseDialect(database: string): Dialect {
  const count = (where?: string) => (where === undefined ? 'count()' : `countIf(${where})`)
  const sum = (column: string, where?: string) =>
    where === undefined ? `sum(${quoteIdentifier(column)})` : `sumIf(${quoteIdentifier(column)}, ${where})`
  // Without rows an aggregate is 0 or NaN here, where the other engine says NULL.
  const unlessEmpty = (where: string, expression: string) => `if(${count(where)} = 0, null, ${expression})`
  return {
    table: (cube) => `${quoteIdentifier(database)}.${quoteIdentifier(cube)}`,
    place: (at, type) => `{${placeName(at)}:${types[type]}}`,
    integer: (expression) => `toInt32(${expression})`,
    float: (expression) => `toFloat64(${expression})`,
    count,
    sum,
    keys: (where) => `toUInt32(${sum('record_key', where)} % 4294967296)`,
    // Its own quantiles interpolate in another order, which differs in the last digit.
    median: (column, where) => {
      const sorted = `arraySort(groupArrayIf(${column}, ${where}))`
      const [low, high] = [`${sorted}[intDiv(${count(where)} + 1, 2)]`, `${sorted}[intDiv(${count(where)}, 2) + 1]`]
      return unlessEmpty(where, `${low} * 0.5 + ${high} * 0.5`)
    },
    ranked: (column, rank, where) => unlessEmpty(where, `arraySort(groupArrayIf(${column}, ${where}))[${rank}]`),
  }
}

/** Under which name the bound value with a number is given. */
export function placeName(at: number): string {
  return `p${at}`
}
