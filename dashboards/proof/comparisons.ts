import { LRUCache } from 'lru-cache'
import type { Service } from '#api'
import { canonicalJson, sha256 } from '#foundation'
import { type ComparedClaim, compareClaims } from './compare-claims.ts'
import type { FigureClaim } from './manifest.ts'

const maxBytes = 8 * 2 ** 20

/** What came of comparing claims with two releases. Releases never change, so it is right for ever; old ones make room. */
export class Comparisons {
  readonly #service: Service<'public'>
  readonly #results = new LRUCache<string, readonly ComparedClaim[]>({
    maxSize: maxBytes,
    sizeCalculation: (compared) => JSON.stringify(compared).length + 1,
  })

  constructor(service: Service<'public'>) {
    this.#service = service
  }

  /** @throws {@link Refusal} as {@link compareClaims} does */
  async of(claims: readonly FigureClaim[], earlier: string, later: string, signal: AbortSignal) {
    const key = sha256(canonicalJson([claims, earlier, later]))
    const known = this.#results.get(key)
    if (known !== undefined) return known
    const compared = await compareClaims(claims, this.#service, earlier, later, signal)
    this.#results.set(key, compared)
    return compared
  }
}
