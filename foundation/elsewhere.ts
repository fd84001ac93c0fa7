import { isMainThread } from 'node:worker_threads'
import type Pool from 'tinypool'
import { builtPath } from './package-files.ts'

let thread: Promise<Pool> | undefined

async function startThread(): Promise<Pool> {
  const { Tinypool } = await import('tinypool')
  return new Tinypool({ minThreads: 1, maxThreads: 1, execArgv: [] })
}

/** A function that is done elsewhere: what goes in and out is copied, so it is plain data. */
type Work = (given: never) => unknown

/**
 * Calls a function in a thread beside this one, which goes on answering others. The thread is started with the first call and runs
 * what is built, even for tests: it has no way to read the sources. Work that is done there already stays there.
 *
 * @param module - of the built package, such as `dashboards/render/draw-svg.js`
 * @param name - of the function that the module exports
 */
export async function elsewhere<Done extends Work>(
  module: string,
  name: string,
  given: Parameters<Done>[0],
): Promise<Awaited<ReturnType<Done>>> {
  const filename = builtPath(module)
  if (!isMainThread) return await (await import(filename))[name](given)
  thread ??= startThread()
  return await (await thread).run(given, { filename, name })
}
