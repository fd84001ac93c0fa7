import { Refusal } from './refusal/refusal.ts'

/** Why work ended that its signal stopped: the time was over, or nobody waited for it any more. */
export function stopped(signal: AbortSignal): Refusal {
  const advice = 'The answer took too long or was no longer wanted. Ask for fewer dimensions or a shorter period.'
  return new Refusal('DEADLINE', advice, {}, { cause: signal.reason })
}

/** Goes on only with work that somebody still waits for. @throws {@link Refusal} `DEADLINE` */
export function requireWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw stopped(signal)
}
