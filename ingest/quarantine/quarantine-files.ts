import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { damageBehind, Engine, quoteLiteral, selectRows } from '#foundation'
import { commonRegisters, type Jurisdiction, type RegisterName } from '#jurisdictions'
import { ownColumns } from '../table/own-columns.ts'

/** The rows of one extract that were set aside. */
export interface QuarantineFile {
  readonly register: RegisterName
  /** SHA-256 of the extract. */
  readonly sha256: string
  readonly path: string
}

/** One row that was set aside: where it stands and why. Its cells stay where they are. */
export interface QuarantinedRow {
  readonly row: number
  readonly reasons: readonly { readonly code: string; readonly column: string | null }[]
}

/** The files of a quarantine folder, in the order of registers and hashes; registers that are not known come last. */
export function quarantineFiles(
  folder: string,
  { registers }: Pick<Jurisdiction, 'registers'> = { registers: commonRegisters() },
): readonly QuarantineFile[] {
  const folders = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  const found = new Set(folders.filter((entry) => entry.isDirectory()).map(({ name }) => name))
  const known = [...registers.keys()].filter((register) => found.delete(register))
  return [...known, ...[...found].sort()].flatMap((register) => {
    const inner = join(folder, register)
    const names = readdirSync(inner).filter((name) => name.endsWith('.parquet'))
    return names.sort().map((name) => ({ register, sha256: basename(name, '.parquet'), path: join(inner, name) }))
  })
}

/** Counts the rows of a quarantine file per reason. @throws {@link Refusal} when the file is damaged */
export async function quarantineReasons({ path }: QuarantineFile): Promise<Readonly<Record<string, number>>> {
  const rows = await readQuarantined(path, (connection) =>
    selectRows<{ reason: string; count: number }>(
      connection,
      `select reason, count(*) as count from (select unnest(string_split(${ownColumns.reasons}, ' ')) as reason from read_parquet(${quoteLiteral(path)}))
       group by reason order by reason`,
    ),
  )
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]))
}

/** Where the rows of a quarantine file stood, and why they were set aside. @throws {@link Refusal} when the file is damaged */
export async function quarantinedRows({ path }: QuarantineFile): Promise<readonly QuarantinedRow[]> {
  const rows = await readQuarantined(path, (connection) =>
    selectRows<{ row: number; reasons: string }>(
      connection,
      `select ${ownColumns.row} as row, ${ownColumns.reasons} as reasons from read_parquet(${quoteLiteral(path)}) order by row`,
    ),
  )
  return rows.map(({ row, reasons }) => ({ row, reasons: reasons.split(' ').map(reasonOf) }))
}

function reasonOf(word: string): QuarantinedRow['reasons'][number] {
  const [code = '', column = null] = word.split(':')
  return { code, column }
}

async function readQuarantined<T>(path: string, read: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const engine = await Engine.open({ threads: 1 })
  try {
    return await engine.withConnection(read)
  } catch (error) {
    throw damageBehind(error, path) ?? error
  } finally {
    engine.close()
  }
}
