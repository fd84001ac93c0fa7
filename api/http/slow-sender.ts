import { Refusal } from '#foundation'

/** What the body of a request may take. */
export interface BodyLimits {
  readonly bytes: number
  /** Milliseconds from its first byte to its last one. */
  readonly milliseconds: number
  /** Bytes a second that have to come, counted over some seconds. */
  readonly minRate: number
}

/** Milliseconds over which the rate is counted. */
const defaultStretch = 5000

/**
 * Watches a sender who could hold a place for long.
 *
 * @param received - the bytes that have come until now
 * @param cut - is called once, with the refusal `SENT_TOO_SLOWLY` (408)
 */
export function slowness(
  { milliseconds, minRate }: BodyLimits,
  received: () => number,
  cut: (refusal: Refusal) => void,
): { end(): void } {
  const stretch = Math.min(defaultStretch, milliseconds)
  let before = 0
  const rate = setInterval(() => {
    if (received() - before < (minRate * stretch) / 1000) cut(tooSlow())
    before = received()
  }, stretch)
  const deadline = setTimeout(() => cut(tooSlow()), milliseconds)
  return {
    end: () => {
      clearInterval(rate)
      clearTimeout(deadline)
    },
  }
}

function tooSlow(): Refusal {
  return new Refusal('SENT_TOO_SLOWLY', 'The file comes too slowly. Send it again over a faster line.')
}
