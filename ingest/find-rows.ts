import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral } from '#foundation'
import { type Contract, type Jurisdiction, wideContract } from '#jurisdictions'
import { numberEqualRows } from './account/account.ts'
import type { RowSource } from './cells/row-source.ts'
import type { LocalCopy } from './read/local-copy.ts'
import { openExtract } from './read/open-extract.ts'
import { rowsOf } from './read/rows-of.ts'
import { asRefusalOfFile } from './refusal-of-file.ts'
import { edgesOf } from './screen/first-look.ts'
import { numberSent } from './table/wide-rows.ts'
import { checkedRows, readRows } from './validate/check-rows.ts'

/** The original of a delivery, and how it is read. */
export interface SoughtFile {
  readonly jurisdiction: Jurisdiction
  readonly contract: Contract
  /** The name under which it was delivered: its ending says what is inside. */
  readonly file: string
  readonly copy: Pick<LocalCopy, 'path' | 'bytes'>
  /** A day where the register lives, as YYYY-MM-DD. */
  readonly today: string
}

/**
 * Finds stored rows in the file that they came from: reads it as {@link ingestExtract} does, without looking for personal data again, and
 * leaves in `staging.found`
 *
 * - `row_key`: of the stored row;
 * - `number`: its number in the file, as the quarantine counts;
 * - `content`, and `copies`: how many sound rows of the file say exactly the same.
 *
 * Of rows with one key it is the one that says what is stored, the last of several.
 *
 * @param sought - a relation with the `row_key` and `content` of stored rows
 * @throws {@link Refusal} when the current contract refuses the file as a whole
 */
export async function findRows(connection: DuckDBConnection, file: SoughtFile, sought: string): Promise<void> {
  try {
    await findIn(connection, file, sought)
  } catch (error) {
    throw asRefusalOfFile(error, file.file)
  }
}

async function findIn(connection: DuckDBConnection, file: SoughtFile, sought: string): Promise<void> {
  const source = await sourceOf(connection, file)
  await readRows(source)
  if (source.contract.delivery.key === 'content') await numberEqualRows(connection)
  await connection.run(`create or replace table staging.found as
    with sound as (
      select row_no, row_key, content, count(*) over (partition by content) as copies
      from ${checkedRows} where faults is null and layout is null and not withdraws
    ), matched as (
      select sound.*
      from sound join ${sought} as stored using (row_key)
      qualify row_number() over (partition by row_key order by sound.content = stored.content desc, row_no desc) = 1
    )
    select row_key, (${numberSent('row_no', source)})::bigint as number, content, copies from matched`)
}

async function sourceOf(connection: DuckDBConnection, found: SoughtFile): Promise<RowSource> {
  const { jurisdiction, contract, file, copy, today } = found
  await connection.run(`set TimeZone = ${quoteLiteral(jurisdiction.profile.time_zone)}`)
  const extract = await openExtract(connection, copy, file, wideContract(contract))
  const { malformed, typed, cellErrors } = extract
  const { padded, blank } = await edgesOf(connection, extract.lines)
  const rows = rowsOf(extract, padded, contract, file)
  const leftOut = blank > 0 ? `(select "row" from ${malformed} union all from ${extract.blanks})` : malformed
  return { connection, jurisdiction, contract, file, ...rows, leftOut, typed, cellErrors, rekeyed: false, today }
}
