import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { Flights, type Service, signingRegisterText } from '#api'
import { canonicalJson, sha256 } from '#foundation'
import type { Language } from '#jurisdictions'
import type { ReleaseManifest } from '#warehouse'
import type { Manifest } from '../proof/manifest.ts'
import type { SigningKey } from '../proof/signing-key.ts'
import { makeReport } from './make-report.ts'
import { type MakeFile, makePackFiles } from './pack-files.ts'
import { packQueryOf } from './pack-query.ts'

/** Packs that are kept as models, so that another format of one is not asked for anew. */
const maxPacks = 4

interface CachedPack {
  readonly manifest: Manifest
  readonly file: MakeFile
}

/** The packs that a server makes: each once, also when many ask at once, and as long as somebody waits for it. */
export class PackCache {
  readonly #service: Service<'public'>
  readonly #key: () => SigningKey
  readonly #packs = new LRUCache<string, CachedPack>({ max: maxPacks })
  readonly #flights = new Flights<CachedPack>()

  constructor(service: Service<'public'>, key: () => SigningKey) {
    this.#service = service
    this.#key = key
  }

  /** Everything that the bytes of a pack depend on. */
  identity(quarter: string, release: ReleaseManifest, language: Language): string {
    const { packFolder, publicUrl, signingFolder } = this.#service
    const own = [packFolder, join(packFolder, quarter)].flatMap(filesIn)
    return sha256(
      canonicalJson([
        quarter,
        release.contentHash,
        release.id,
        language,
        publicUrl,
        signingRegisterText(signingFolder),
        ...own,
      ]),
    )
  }

  /** A pack that was made before, if it still is there. */
  peek(identity: string): CachedPack | undefined {
    return this.#packs.get(identity)
  }

  /**
   * @param wanted - fires when the caller waits no longer
   * @throws {@link Refusal} `BAD_PARAMETER`, `QUARTER_NOT_RELEASED`, `DEADLINE`, and what is wrong with the files of the secretary
   */
  async pack(quarter: string, release: ReleaseManifest, language: Language, wanted: AbortSignal): Promise<CachedPack> {
    const identity = this.identity(quarter, release, language)
    const known = this.peek(identity)
    if (known !== undefined) return known
    return await this.#flights.join(identity, wanted, async (signal) => {
      const pack = await this.#make(quarter, release, language, signal).catch((error) => {
        // What is wrong is in a file of the secretary: whoever asked cannot mend it, whoever reads the log can.
        if (!signal.aborted) this.#service.log.warn({ err: error, quarter, language }, 'a pack could not be made')
        throw error
      })
      this.#packs.set(identity, pack)
      return pack
    })
  }

  async #make(quarter: string, release: ReleaseManifest, language: Language, signal: AbortSignal): Promise<CachedPack> {
    const asking = packQueryOf(release, this.#service, signal)
    const report = await makeReport({ quarter, language }, this.#service, asking)
    return { manifest: report.manifest, file: makePackFiles(report, this.#key()) }
  }
}

function filesIn(folder: string): readonly string[] {
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (stat === undefined) return []
  return readdirSync(folder).map((name) => {
    const { mtimeMs, size } = statSync(join(folder, name))
    return `${name} ${mtimeMs} ${size}`
  })
}
