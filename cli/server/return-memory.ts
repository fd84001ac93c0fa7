import { Engine } from '#foundation'

const interval = 1000
/** Milliseconds of CPU time since the last look: a process at rest does nothing, and one that has just come to rest returns what it has. */
const work = 100
/** The engine has all allocators trimmed whenever a limit is set, even that of an instance of its own. */
const trim = `set memory_limit = '64MB'`

/**
 * Returns freed memory to the system while a process serves: its allocator keeps what lies between blocks in use.
 *
 * @returns what ends it
 */
export function returnFreedMemory(): () => Promise<void> {
  let engine: Promise<Engine> | undefined
  let before = process.cpuUsage()
  const returnIt = async () => {
    engine ??= Engine.open({ threads: 1 })
    await (await engine).withConnection((connection) => connection.run(trim))
  }
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before)
    before = process.cpuUsage()
    // What cannot be returned now is tried again with an engine of its own.
    if (user + system > work * 1000) returnIt().catch(() => (engine = undefined))
  }, interval).unref()
  return async () => {
    clearInterval(timer)
    ;(await engine)?.close()
  }
}
