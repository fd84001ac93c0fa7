import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const signals = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Works in a folder of its own that nobody else can read. It is gone afterwards, also when the program is stopped: it holds
 * copies of extracts and of facts. `TMPDIR` says on which disk.
 */
export async function inPrivateFolder<T>(work: (folder: string) => Promise<T>, prefix = 'taraza-check-'): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const stops = Object.entries(signals).map(([signal, code]) => {
    const stop = () => {
      remove()
      process.exit(code)
    }
    process.once(signal, stop)
    return () => process.off(signal, stop)
  })
  try {
    return await work(folder)
  } finally {
    for (const forget of stops) forget()
    remove()
  }
}
