import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { askingAsPublic, type Service } from '#api'
import { canonicalJson, sha256 } from '#foundation'
import type { Language } from '#jurisdictions'
import type { Question, ReleaseManifest } from '#warehouse'
import type { Manifest } from '../proof/manifest.ts'
import type { SigningKey } from '../proof/signing-key.ts'
import { makeReport } from './make-report.ts'
import { askingOf } from './pack-asking.ts'
import { packFiles } from './pack-files.ts'

/** Packs that are kept as models, so that another format of one is not asked for anew. */
const mostKept = 4
/** Milliseconds after which making one is given up. */
const deadline = 120_000

interface Shelved {
  readonly manifest: Manifest
  readonly file: ReturnType<typeof packFiles>
}

/** The packs that a server makes: each once, also when many ask at once, and whether or not they wait for it. */
export class PackShelf {
  readonly #service: Service<'public'>
  readonly #key: () => SigningKey
  readonly #packs = new LRUCache<string, Promise<Shelved>>({ max: mostKept })

  constructor(service: Service<'public'>, key: () => SigningKey) {
    this.#service = service
    this.#key = key
  }

  /** Everything that the bytes of a pack depend on. */
  identity(quarter: string, release: ReleaseManifest, language: Language): string {
    const { packFolder, publicUrl } = this.#service
    const own = [packFolder, join(packFolder, quarter)].flatMap(filesIn)
    return sha256(canonicalJson([quarter, release.contentHash, release.id, language, publicUrl, ...own]))
  }

  /** @throws {@link Refusal} `BAD_PARAMETER`, `QUARTER_NOT_RELEASED`, and what is wrong with the files of the secretary */
  async pack(quarter: string, release: ReleaseManifest, language: Language): Promise<Shelved> {
    const identity = this.identity(quarter, release, language)
    const pack = this.#packs.get(identity) ?? this.#make(quarter, release, language)
    this.#packs.set(identity, pack)
    return await pack.catch((error) => {
      this.#packs.delete(identity)
      // What is wrong is in a file of the secretary: whoever asked cannot mend it, whoever reads the log can.
      this.#service.log.warn({ err: error, quarter, language }, 'a pack could not be made')
      throw error
    })
  }

  async #make(quarter: string, release: ReleaseManifest, language: Language): Promise<Shelved> {
    const signal = AbortSignal.timeout(deadline)
    const ask = (question: Question) => this.#service.ask(question, askingAsPublic.policy, signal)
    const asking = askingOf(release, this.#service, ask, signal)
    const report = await makeReport({ quarter, language }, this.#service, asking)
    return { manifest: report.manifest, file: packFiles(report, this.#key()) }
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
