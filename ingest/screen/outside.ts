import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral, selectRows } from '#foundation'
import type { Contract } from '#jurisdictions'
import { birthYears, yearIn } from '../personal/dates.ts'
import type { Gate } from '../personal/gate.ts'
import { judge } from '../personal/judge.ts'
import { cellsOfLine } from '../table/cells-of-line.ts'
import type { Extract } from '../table/extract.ts'
import type { Exempt } from './exempt.ts'
import type { Finding } from './report.ts'

interface Looking {
  readonly gate: Gate
  readonly suspect: string
  readonly contract: Contract
  /** Cells that are about nobody, of any column. */
  readonly exempt: Exempt
}

/** What stands outside of rows: titles, broken lines, sheets that are not read. */
export async function findingsOutside(
  connection: DuckDBConnection,
  { malformed, besides }: Pick<Extract, 'malformed' | 'besides'>,
  looking: Looking,
): Promise<readonly Finding[]> {
  const found = await selectRows<{ line: string; lines: number }>(
    connection,
    `select line, count(*) as lines from (select line from ${malformed} union all select line from ${besides})
     where regexp_matches(line, ${quoteLiteral(looking.suspect)}) group by line`,
  )
  const counts = new Map<string, number>()
  for (const { line, lines } of found)
    for (const code of codesIn(line, looking)) counts.set(code, (counts.get(code) ?? 0) + lines)
  return [...counts].map(([code, count]) => ({ column: undefined, code, count, values: [] }))
}

function codesIn(line: string, { gate, contract, exempt }: Looking): ReadonlySet<string> {
  const [first, last] = birthYears(contract)
  const isBirth = (part: string) => yearIn(part) >= first && yearIn(part) <= last
  const parts = cellsOfLine(line).filter((part) => !exempt.has(part))
  return new Set(
    parts.flatMap((part) => judge(gate, part).sure.filter((code) => code !== 'WRITTEN_DATE' || isBirth(part))),
  )
}
