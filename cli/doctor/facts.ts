import { statSync } from 'node:fs'
import { Engine, quoteIdentifier, quoteLiteral, Refusal, selectRow, selectRows } from '#foundation'
import { factsFile, type GenerationManifest } from '#warehouse'

/**
 * Whether the facts of a generation can be opened, are as long as they say, and have the rows that the manifest names. Blocks are not
 * read: a monitor asks often, and facts may be large.
 *
 * @throws {@link Refusal} `GENERATION_BROKEN`
 */
export async function requireReadableFacts(home: string, { id, registers }: GenerationManifest): Promise<void> {
  const file = factsFile(home, id)
  const engine = await Engine.open({ threads: 1 })
  try {
    const rows = await engine.withConnection(async (connection) => {
      await connection.run(`attach ${quoteLiteral(file)} as facts (read_only)`)
      const { bytes } = await selectRow<{ bytes: number }>(
        connection,
        `select (block_size * total_blocks)::double as bytes from pragma_database_size() where database_name = 'facts'`,
      )
      if (statSync(file).size < bytes) throw new Error('the file was cut off')
      const counts = Object.keys(registers).map(
        (name) => `select ${quoteLiteral(name)} as name, count(*)::double as rows from facts.${quoteIdentifier(name)}`,
      )
      return await selectRows<{ name: string; rows: number }>(connection, counts.join(' union all '))
    })
    const found = new Map(rows.map(({ name, rows: count }) => [name, count]))
    if (Object.entries(registers).some(([name, { rows: count }]) => found.get(name) !== count))
      throw new Error('rows are missing')
  } catch (error) {
    const advice = 'Its facts are damaged. Restore the backup, or use an earlier one: "taraza generations rollback ID".'
    throw new Refusal('GENERATION_BROKEN', advice, { file }, { cause: error })
  } finally {
    engine.close()
  }
}
