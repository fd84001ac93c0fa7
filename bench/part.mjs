// One part of the benchmark in a process of its own, so that its memory is its own: node bench/part.mjs NAME SIZE ROUNDS
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [name, size, rounds] = process.argv.slice(2)
const { measurePart } = await import(`./parts/${name}.mjs`)
const folder = mkdtempSync(join(tmpdir(), `bench-${name}-`))
try {
  await measurePart({
    size,
    rounds: Number(rounds),
    folder,
    record: (result) => process.send({ part: name, size, ...result }),
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
  if (process.connected) process.disconnect()
}
