// What taking in an extract of sentences is measured against: DuckDB's bare typed read_csv of the file into a table on the disk.
import { rmSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

const types = {
  CASE_ID: 'VARCHAR',
  PERSON_ID: 'VARCHAR',
  CHARGE: 'INTEGER',
  SANCTION_NO: 'INTEGER',
  SENTENCED_ON: 'DATE',
  IN_FORCE_ON: 'DATE',
  COURT: 'VARCHAR',
  STAGE: 'VARCHAR',
  ARTICLE: 'VARCHAR',
  SANCTION: 'VARCHAR',
  SERVING: 'VARCHAR',
  DAYS: 'INTEGER',
  FINE: 'INTEGER',
  SEX: 'VARCHAR',
  BIRTH_YEAR: 'INTEGER',
  CITIZENSHIP: 'VARCHAR',
  DISABILITY: 'VARCHAR',
  PRIOR: 'VARCHAR',
  DETAINED: 'VARCHAR',
  LEGAL_AID: 'VARCHAR',
  DV: 'VARCHAR',
}

/** Loads `file` into a database at `path` with two threads, and removes the database. */
export async function loadBare(file, path) {
  const database = await DuckDBInstance.create(path, { threads: '2' })
  const connection = await database.connect()
  const columns = Object.entries(types).map(([name, type]) => `'${name}': '${type}'`)
  await connection.run(
    `create table t as select * from read_csv('${file}', auto_detect = false, header = true, delim = ';', dateformat = '%d.%m.%Y', columns = {${columns}})`,
  )
  await connection.run('checkpoint')
  connection.closeSync()
  database.closeSync()
  rmSync(path)
}
