import { Usage } from './usage.ts'

/** Whose work a signal ends. */
const askers = new WeakMap<AbortSignal, NonNullable<unknown>>()

/** What askers took lately of threads and of the engine together: whoever has a workbook written comes later everywhere. */
export const sharedUsage = new Usage()

/** Says on whose behalf work is done that a signal ends, so that whoever took little comes first. */
export function onBehalfOf(who: NonNullable<unknown>, signal: AbortSignal): void {
  askers.set(signal, who)
}

/** On whose behalf work is done that a signal ends; of work without a known asker `nobody`. */
export function askerOf(signal: AbortSignal | undefined): NonNullable<unknown> {
  return (signal && askers.get(signal)) ?? 'nobody'
}

/** Fires with a signal, or after a time: work goes on on behalf of the same asker. */
export function withDeadline(signal: AbortSignal, milliseconds: number): AbortSignal {
  const both = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])
  onBehalfOf(askerOf(signal), both)
  return both
}
