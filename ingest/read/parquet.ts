import { quoteIdentifier, quoteLiteral, Refusal, selectRows } from '#foundation'
import { type Extract, noLines, type PlainFile } from '../table/extract.ts'
import { cellErrorMark } from './cell-errors.ts'
import { matchColumns } from './match-columns.ts'
import { commaColumns } from './number-cells.ts'

/**
 * Opens Parquet. A cell that is a list, a structure or a map holds no value.
 *
 * @throws {@link Refusal} `NOT_PARQUET`, or what is wrong with the columns
 */
export async function openParquet({ connection, path, file, contract }: PlainFile): Promise<Extract> {
  const scan = `read_parquet(${quoteLiteral(path)})`
  const described = await describe(connection, scan, file)
  const columns = described.map(({ column_name }) => column_name)
  const nested = new Set(
    described.flatMap(({ column_name: name, column_type: type }) => (isNested(type) ? [name] : [])),
  )
  const empty = contract.format.missing_values.map(quoteLiteral).join(', ')
  const commas = commaColumns(contract)
  const cells = described.map(({ column_name: name, column_type: type }) => {
    const text = `${quoteIdentifier(name)}::varchar`
    const isNumber = commas.has(name) && type !== 'VARCHAR'
    return `${isNumber ? `replace(${text}, '.', ',')` : text} as ${quoteIdentifier(name)}`
  })
  const text = `(select ${cells.join(', ')} from ${scan})`
  const filled = columns.map((name) => {
    const cell = quoteIdentifier(name)
    const value = nested.has(name) ? quoteLiteral(cellErrorMark) : cell
    return `case when ${cell} not in (${empty}) then ${value} end as ${cell}`
  })
  const besides = [...nested].map((name) => `select ${quoteIdentifier(name)} as line from ${text}`)
  return {
    header: matchColumns(columns, file, contract),
    lines: `(select concat_ws(chr(31), ${columns.map(quoteIdentifier).join(', ')}) as line from ${text})`,
    rows: `(select ${filled.join(', ')} from ${text})`,
    malformed: noLines,
    blanks: noLines,
    besides: besides.length === 0 ? noLines : `(${besides.join(' union all ')})`,
    text: undefined,
    cellErrors: nested.size > 0,
    typed: true,
    notes: [],
  }
}

/** Whether a type of the engine is one of many values, such as `INTEGER[]` and `STRUCT(a INTEGER)`. */
function isNested(type: string): boolean {
  return /^(STRUCT|MAP|UNION)\b|\]$|^VARIANT$/.test(type)
}

async function describe(connection: PlainFile['connection'], scan: string, file: string) {
  try {
    return await selectRows<{ column_name: string; column_type: string }>(connection, `describe select * from ${scan}`)
  } catch (error) {
    const advice = 'The file is not sound Parquet: it may have been cut off. Send it again.'
    throw new Refusal('NOT_PARQUET', advice, { file }, { cause: error })
  }
}
