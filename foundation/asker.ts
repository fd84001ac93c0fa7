import { setMaxListeners } from 'node:events'
import { Usage } from './usage.ts'

type Who = NonNullable<unknown>

/** Whose work a signal ends. */
const askers = new WeakMap<AbortSignal, () => Who>()

/** What askers took lately of threads and of the engine together: whoever has a workbook written comes later everywhere. */
export const sharedUsage = new Usage()

/** Says on whose behalf work is done that a signal ends, so that whoever took little comes first. */
export function onBehalfOf(who: Who, signal: AbortSignal): void {
  askers.set(signal, () => who)
}

/** Work that several wait for is done on behalf of the one of them who took least lately, whoever waits at the time. */
export function onBehalfOfFirst(callers: ReadonlySet<AbortSignal>, signal: AbortSignal): void {
  askers.set(signal, () => {
    const all = [...callers].map(askerOf)
    return all.reduce((a, b) => (sharedUsage.of(b) < sharedUsage.of(a) ? b : a), all[0] ?? nobody)
  })
}

const nobody = 'nobody'

/** On whose behalf work is done that a signal ends; of work without a known asker `nobody`. */
export function askerOf(signal: AbortSignal | undefined): Who {
  return (signal && askers.get(signal)?.()) ?? nobody
}

/**
 * Does work with a signal that fires with another one, or after a time: it goes on on behalf of the same asker. `AbortSignal.any` of an
 * `AbortSignal.timeout` would not do: it never fires once Node has cleared the timeout away as garbage. When the work is done nothing
 * of it remains: a timer that ran on would hold the request of each caller for minutes.
 */
export async function withDeadline<T>(
  signal: AbortSignal,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const both = new AbortController()
  // All questions of a page listen to one signal.
  setMaxListeners(0, both.signal)
  askers.set(both.signal, () => askerOf(signal))
  const leave = () => both.abort(signal.reason)
  const end = () => both.abort(new DOMException('The time is over.', 'TimeoutError'))
  const timer = setTimeout(end, milliseconds).unref()
  if (signal.aborted) leave()
  else signal.addEventListener('abort', leave, { once: true })
  try {
    return await work(both.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', leave)
  }
}
