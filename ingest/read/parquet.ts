import { quoteIdentifier, quoteLiteral, Refusal, selectRows } from '#foundation'
import { type Extract, noLines, type PlainFile } from './extract.ts'
import { matchColumns } from './match-columns.ts'
import { commaColumns } from './number-cells.ts'

/** Opens Parquet. @throws {@link Refusal} `NOT_PARQUET`, or what is wrong with the columns */
export async function openParquet({ connection, path, file, contract }: PlainFile): Promise<Extract> {
  const scan = `read_parquet(${quoteLiteral(path)})`
  const described = await describe(connection, scan, file)
  const columns = described.map(({ column_name }) => column_name)
  const empty = contract.format.empty.map(quoteLiteral).join(', ')
  const commas = commaColumns(contract)
  const cells = described.map(({ column_name: name, column_type: type }) => {
    const text = `${quoteIdentifier(name)}::varchar`
    const isNumber = commas.has(name) && type !== 'VARCHAR'
    return `${isNumber ? `replace(${text}, '.', ',')` : text} as ${quoteIdentifier(name)}`
  })
  const text = `(select ${cells.join(', ')} from ${scan})`
  const filled = columns.map((name) => {
    const cell = quoteIdentifier(name)
    return `case when ${cell} not in (${empty}) then ${cell} end as ${cell}`
  })
  return {
    header: matchColumns(columns, file, contract),
    lines: `(select concat_ws(chr(31), ${columns.map(quoteIdentifier).join(', ')}) as line from ${text})`,
    rows: `(select ${filled.join(', ')} from ${text})`,
    malformed: noLines,
    blanks: noLines,
    besides: noLines,
    text: undefined,
    cellErrors: false,
    typed: true,
    notes: [],
  }
}

async function describe(connection: PlainFile['connection'], scan: string, file: string) {
  try {
    return await selectRows<{ column_name: string; column_type: string }>(connection, `describe select * from ${scan}`)
  } catch (error) {
    const advice = 'The file is not sound Parquet: it may have been cut off. Send it again.'
    throw new Refusal('NOT_PARQUET', advice, { file }, { cause: error })
  }
}
