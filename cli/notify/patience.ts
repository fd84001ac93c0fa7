import { setTimeout } from 'node:timers/promises'

/** How long and how often a receiver of messages is tried. */
export interface Patience {
  /** Milliseconds for one try. */
  readonly deadline: number
  /** Milliseconds of rest before each further try. */
  readonly rests: readonly number[]
}

/** A night waits less than a minute for a receiver that does not answer. */
export const shortPatience: Patience = { deadline: 10_000, rests: [1000, 5000] }

/** Tries something until it succeeds, with rests. @throws what the last try threw, or at once what `isFinal` says no try would change */
export async function patiently<T>(
  { rests }: Patience,
  attempt: () => Promise<T>,
  isFinal: (error: unknown) => boolean,
): Promise<T> {
  for (const rest of rests) {
    try {
      return await attempt()
    } catch (error) {
      if (isFinal(error)) throw error
      await setTimeout(rest)
    }
  }
  return await attempt()
}
