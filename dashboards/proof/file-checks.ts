import { LRUCache } from 'lru-cache'
import { type Caller, type Enter, Flights, paidFor, type Service } from '#api'
import { Refusal, withDeadline } from '#foundation'
import type { ReleaseManifest } from '#warehouse'
import { Comparisons } from './comparisons.ts'
import type { Manifest } from './manifest.ts'
import type { Sent } from './open-sent.ts'
import type { SigningKey } from './signing-key.ts'
import { type Against, type Proof, verifyFile, verifyManifest } from './verify.ts'

const maxBytes = 4 * 2 ** 20
/** What is wrong with a file whenever it is opened, however busy the machine is. */
const lasting = ['NOT_OURS', 'MANIFEST_BROKEN', 'NOT_PUBLIC', 'FILE_TOO_LARGE', 'NO_FILE']

type Found = { readonly proof: Proof } | { readonly refused: Refusal }

/** Whoever waits for a check, and which release is served to them. */
export interface Sender extends Caller {
  readonly served: ReleaseManifest | undefined
}

/** The checks of one server: of each file one, also when many send it, as long as the same release is served. */
export class FileChecks {
  readonly #service: Service<'public'>
  readonly #key: () => SigningKey
  readonly #comparisons: Comparisons
  readonly #flights = new Flights<Found>()
  readonly #results = new LRUCache<string, Found>({
    maxSize: maxBytes,
    sizeCalculation: (found) => JSON.stringify(found).length + 1,
  })

  constructor(service: Service<'public'>, key: () => SigningKey) {
    this.#service = service
    this.#key = key
    this.#comparisons = new Comparisons(service)
  }

  /**
   * Checks a file that was sent.
   *
   * @param sha256 - of all that was sent
   * @throws {@link Refusal} as {@link verifyFile} does, `TOO_MANY_REQUESTS`, `DEADLINE`
   */
  async file(sent: Sent, sha256: string, sender: Sender): Promise<Proof> {
    const key = `${sha256} ${sent.form ?? ''}`
    return await this.#once(key, sender, (signal) => verifyFile(sent, this.#against(sender), signal))
  }

  /** Checks whether the figures of a file hold that this server makes itself. */
  async own(manifest: Manifest, sender: Sender): Promise<Proof> {
    const key = [manifest.name, manifest.language, manifest.contentHash].join(' ')
    return await this.#once(key, sender, (signal) => verifyManifest(manifest, 'proven', this.#against(sender), signal))
  }

  async #once(
    of: string,
    { served, quota, left }: Sender,
    check: (signal: AbortSignal) => Promise<Proof>,
  ): Promise<Proof> {
    const { queues, deadline } = this.#service
    const { trustedKeys, revokedKeys } = this.#key()
    const key = JSON.stringify([of, served?.id, trustedKeys, revokedKeys])
    const known = this.#results.get(key)
    if (known !== undefined) return given(known)
    const work = async (signal: AbortSignal) => {
      const found = await foundBy(check(signal))
      this.#results.set(key, found)
      return found
    }
    let begun: Promise<Found> | undefined
    const begin = (signal: AbortSignal) => {
      begun = work(signal)
      return begun
    }
    const enter: Enter = (signal, checking) => queues.pass('check', quota, signal, checking)
    const join = () => withDeadline(left, deadline, (signal) => this.#flights.join(key, signal, begin, enter))
    try {
      return given(this.#flights.has(key) ? await join() : await paidFor('check', quota, queues, join))
    } finally {
      // Others may wait for what is read from this caller's file: it has to lie there until then.
      await begun?.catch(() => undefined)
    }
  }

  #against({ served }: Sender): Against {
    return { service: this.#service, comparisons: this.#comparisons, keys: this.#key(), now: served?.id ?? null }
  }
}

async function foundBy(checking: Promise<Proof>): Promise<Found> {
  try {
    return { proof: await checking }
  } catch (error) {
    if (error instanceof Refusal && lasting.includes(error.code)) return { refused: error }
    throw error
  }
}

function given(found: Found): Proof {
  if ('proof' in found) return found.proof
  throw found.refused
}
