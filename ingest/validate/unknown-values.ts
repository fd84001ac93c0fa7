import { quoteIdentifier, quoteLiteral, selectRows } from '#foundation'
import { canonicalType, columnsToRead, type Personal, type RegisterName } from '#jurisdictions'
import type { RowSource } from '../cells/row-source.ts'
import type { Lookup } from '../map/lookup.ts'
import { gateOf } from '../personal/gate.ts'
import { tellsOfSomebody } from '../personal/somebody.ts'
import { numbered, rowNo } from '../table/row-numbers.ts'
import { checkedRows, lookupsOf } from './check-rows.ts'

/** A value of a code column that is in no table, with what it was looked up by beside itself. */
export interface UnknownValue {
  readonly value: string
  readonly regime: string | null
  readonly serving: string | null
  readonly rows: number
}

/** The values of one column that are in no table, most frequent first. */
export interface UnknownValues {
  /** The canonical column, whose lookup found nothing. */
  readonly column: string
  /** The column whose value is wrong: the same one, or one that the lookup is made by. */
  readonly wrong: string
  /** The name of that column in the file. */
  readonly source: string
  readonly values: readonly UnknownValue[]
  /** Values that are not told, since they could be something else than a code, and their rows. */
  readonly withheld: { readonly values: number; readonly rows: number }
}

/** Takes the values of one file. */
export type TellValues = (
  of: { readonly file: string; readonly register: RegisterName },
  values: readonly UnknownValues[],
) => void

/** A value that comes less often is told only if it is short: a text that somebody wrote is neither. */
const oftenEnough = 3
const shortEnough = 8
const maxCharacters = 60
const maxValues = 200

/**
 * The values of code columns that are in no table. They are cells of the sender: for whoever holds the file and asks, never for a
 * log or a report. Columns that also fill a key, a date or a number are left out, and so is what looks like personal data.
 */
export async function unknownValues(source: RowSource): Promise<readonly UnknownValues[]> {
  const found: UnknownValues[] = []
  for (const lookup of lookupsOf(source)) {
    const code = lookup.unknown === 'unmapped' ? 'UNMAPPED' : 'UNKNOWN_CODE'
    const columns = code === 'UNMAPPED' ? [lookup.column] : [lookup.column, ...lookup.by]
    for (const wrong of columns) {
      const name = source.header.sourceOf.get(wrong)
      if (name === undefined || !holdsCodes(name, source)) continue
      const values = await valuesOf(source, lookup, name, `${code}:${wrong}`)
      if (values.length > 0) found.push({ column: lookup.column, wrong, source: name, ...shown(values, source) })
    }
  }
  return found
}

function holdsCodes(name: string, { contract, header }: RowSource): boolean {
  const types = columnsToRead(contract).filter(([column]) => header.sourceOf.get(column) === name)
  return types.every(([, { type }]) => ['code', 'mapped_code', 'text'].includes(type))
}

async function valuesOf(
  { connection, rows, contract }: RowSource,
  { by }: Lookup,
  name: string,
  word: string,
): Promise<readonly Found[]> {
  const lookedUpBy = (['regime', 'serving'] as const).map((key) => {
    const isCanonical = by.includes(key) && canonicalType(contract.canonical, key) !== undefined
    return `${isCanonical ? `checked.${key}` : 'null'} as ${key}`
  })
  return await selectRows<Found>(
    connection,
    `select trim(raw.${quoteIdentifier(name)}) as value, ${lookedUpBy.join(', ')}, count(*) as rows,
            count(*) over () as all_values, sum(count(*)) over ()::bigint as all_rows
     from ${checkedRows} as checked join ${numbered(rows)} as raw on raw.${rowNo} = checked.row_no
     where (checked.faults is not null or checked.unmapped is not null)
       and list_contains(string_split(concat_ws(' ', checked.faults, checked.unmapped), ' '), ${quoteLiteral(word)})
     group by all order by rows desc, value, regime, serving limit ${maxValues}`,
  )
}

interface Found extends UnknownValue {
  readonly all_values: number
  readonly all_rows: number
}

function shown(values: readonly Found[], { contract }: RowSource): Pick<UnknownValues, 'values' | 'withheld'> {
  const shown = values.filter((value) => isCode(value, contract.personal))
  const rows = shown.reduce((sum, one) => sum + one.rows, 0)
  const [{ all_values, all_rows } = { all_values: 0, all_rows: 0 }] = values
  return {
    values: shown.map(({ all_values: _values, all_rows: _rows, ...value }) => value),
    withheld: { values: all_values - shown.length, rows: all_rows - rows },
  }
}

function isCode({ value, rows }: UnknownValue, personal: Personal): boolean {
  const isPlausible = rows >= oftenEnough ? value.length <= maxCharacters : value.length <= shortEnough
  return isPlausible && !tellsOfSomebody(gateOf(personal), value)
}
