import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Engine, quoteIdentifier } from '#foundation'
import { generationStore } from '#warehouse'

/** Makes the current generation of a home say other numbers in its manifest. */
export function sayNumbers(home: string, numbers: { readonly meaning?: number; readonly schema?: number }): void {
  const path = join(generationStore.folder(home, generationStore.currentId(home) ?? ''), 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify({ ...manifest, ...numbers }))
}

/** Gives the rows of registers with keys fingerprints that today's program would not compute, as an earlier version's were. */
export async function changeFingerprints(home: string, registers: readonly string[]): Promise<void> {
  const path = join(generationStore.folder(home, generationStore.currentId(home) ?? ''), 'facts.duckdb')
  const engine = await Engine.open({ path })
  try {
    await engine.withConnection(async (connection) => {
      for (const register of registers)
        await connection.run(`update ${quoteIdentifier(register)} set content = content // 2`)
      await connection.run('checkpoint')
    })
  } finally {
    engine.close()
  }
}
