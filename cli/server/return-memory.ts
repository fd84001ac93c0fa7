import { Engine } from '#foundation'

const interval = 1000
/** Bytes that the process must have grown by: one at rest does nothing. */
const growth = 8 * 2 ** 20
/** The engine has all allocators trimmed whenever a limit is set, even that of an instance of its own. */
const trim = `set memory_limit = '64MB'`

/**
 * Returns freed memory to the system while a process serves: its allocator keeps what lies between blocks in use.
 *
 * @returns what ends it
 */
export function returnFreedMemory(): () => Promise<void> {
  let engine: Promise<Engine> | undefined
  let size = 0
  const returnIt = async () => {
    engine ??= Engine.open({ threads: 1 })
    await (await engine).withConnection((connection) => connection.run(trim))
    size = process.memoryUsage.rss()
  }
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() > size + growth) returnIt().catch(() => undefined)
  }, interval).unref()
  return async () => {
    clearInterval(timer)
    ;(await engine)?.close()
  }
}
