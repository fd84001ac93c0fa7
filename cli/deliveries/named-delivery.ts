import { Refusal } from '#foundation'

const hashStart = /^[0-9a-f]{6,64}$/

/**
 * The one whole hash that begins as somebody wrote.
 *
 * @param start - 6 to 64 hexadecimal digits
 * @param named - what a delivery can be named by, for the refusal
 * @throws {@link Refusal} `NO_SUCH_DELIVERY`, `AMBIGUOUS_HASH` with how many begin so
 */
export function hashNamed(start: string, hashes: Iterable<string>, named = 'hash'): string {
  const begun = start.toLowerCase()
  const [found, ...others] = hashStart.test(begun) ? new Set([...hashes].filter((hash) => hash.startsWith(begun))) : []
  if (found === undefined) {
    const advice = `No delivery of this home has such a ${named}. Write at least the first 6 digits of a hash: "taraza deliveries list" shows them.`
    throw new Refusal('NO_SUCH_DELIVERY', advice)
  }
  if (others.length === 0) return found
  const advice = `The hashes of ${others.length + 1} deliveries begin so. Write more digits.`
  throw new Refusal('AMBIGUOUS_HASH', advice)
}

/** One of the deliveries by its number or the beginning of its hash. @throws {@link Refusal} as {@link hashNamed} */
export function deliveryNamed<T extends { readonly number: number | null; readonly sha256: string }>(
  text: string,
  deliveries: readonly T[],
): T {
  const numbered = /^\d{1,9}$/.test(text) ? deliveries.find(({ number }) => number === Number(text)) : undefined
  if (numbered !== undefined) return numbered
  const hash = hashNamed(
    text,
    deliveries.map(({ sha256 }) => sha256),
    'number or hash',
  )
  return deliveries.find(({ sha256 }) => sha256 === hash) as T
}
