import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { Refusal, readState, removeDrafts, renameDurably, writeDurably } from '#foundation'
import { requireKnownMeaning } from './stored-meaning.ts'

/** What every version says of itself. */
interface Numbered {
  readonly id: string
  /** Counted from 1, in the order of publishing. */
  readonly number: number
}

/** One kind of versions of a home. Of whole folders in `folder`, each with its manifest, `pointer` names the one that is served. */
export interface VersionKind<Manifest extends Numbered> {
  /** The word for one of them; it stands in the pointer and in messages. */
  readonly word: 'generation' | 'release'
  readonly folder: string
  readonly pointer: string
  /** Other files in their folder are nobody's business. */
  readonly names: RegExp
  readonly schema: z.ZodType<Manifest>
  /** What a lost pointer has not led to yet. */
  readonly unharmed: string
  /** @throws {@link Refusal} when files of a version are not what was published */
  readonly requireWhole?: (home: string, manifest: Manifest) => void
}

/** The versions of one kind that a home has: finished folders that never change, and a pointer to the one that is served. */
export class VersionStore<Manifest extends Numbered> {
  readonly #kind: VersionKind<Manifest>
  /** Manifests that were read, by their file as it was then: a page asks for those of all releases. */
  readonly #known = new LRUCache<string, Manifest>({ max: 500 })

  constructor(kind: VersionKind<Manifest>) {
    this.#kind = kind
  }

  /** The folder of a version. */
  folder(home: string, id: string): string {
    return join(home, this.#kind.folder, id)
  }

  /** The version that is served, or `undefined` before the first one. */
  current(home: string): Manifest | undefined {
    const id = this.currentId(home)
    return id === undefined ? undefined : this.read(home, id)
  }

  /** The name of the version that is served; its folder may be damaged. @throws {@link Refusal} `STATE_BROKEN` */
  currentId(home: string): string | undefined {
    const { word } = this.#kind
    const path = this.#pointer(home)
    return existsSync(path) ? readState(path, z.object({ [word]: z.string() }))[word] : undefined
  }

  /**
   * The version that the next one is built on: the one that is served, or the first one that nothing points to yet.
   *
   * @throws {@link Refusal} as {@link VersionStore.mend}
   */
  latest(home: string): Manifest | undefined {
    return this.#unpointed(home) ?? this.current(home)
  }

  /** All versions that are there, oldest first. */
  list(home: string): readonly Manifest[] {
    const folder = join(home, this.#kind.folder)
    if (!existsSync(folder)) return []
    return readdirSync(folder)
      .filter((name) => this.#kind.names.test(name))
      .map((id) => this.read(home, id))
      .sort((one, other) => one.number - other.number)
  }

  /** @throws {@link Refusal} `UNKNOWN_GENERATION` or `UNKNOWN_RELEASE`, or `FOREIGN_SCHEMA` when a later version of the program wrote it */
  read(home: string, id: string): Manifest {
    const { word, schema } = this.#kind
    const path = join(this.folder(home, id), 'manifest.json')
    const file = /^[\w.-]+$/.test(id) ? statSync(path, { throwIfNoEntry: false }) : undefined
    if (file === undefined) {
      const advice = `There is no ${word} "${id.slice(0, 60)}". "taraza ${word}s list" shows them.`
      throw new Refusal(`UNKNOWN_${word.toUpperCase()}`, advice)
    }
    const key = [path, file.ino, file.mtimeMs, file.ctimeMs, file.size].join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    requireKnownMeaning(path)
    const manifest = readState(path, schema)
    this.#known.set(key, manifest)
    return manifest
  }

  /** Moves a finished folder among the versions and points to it. After a crash the old or the new one is served. */
  publish(home: string, finished: string, manifest: Manifest): void {
    mkdirSync(join(home, this.#kind.folder), { recursive: true, mode: 0o700 })
    renameDurably(finished, this.folder(home, manifest.id))
    this.#pointTo(home, manifest.id)
  }

  /** Serves an earlier version again. Nothing is made anew and nothing is deleted. */
  rollBack(home: string, id: string): Manifest {
    const manifest = this.read(home, id)
    this.#kind.requireWhole?.(home, manifest)
    this.#pointTo(home, id)
    return manifest
  }

  /**
   * Without its pointer a home looks new: what was published would be begun anew. The first version is pointed to again: a run that
   * was stopped between the two steps of publishing left it so. What it left of a half-written pointer is removed.
   *
   * @throws {@link Refusal} `STATE_BROKEN` when the pointer is gone although there are several versions
   */
  mend(home: string): void {
    const first = this.#unpointed(home)
    if (first !== undefined) this.rollBack(home, first.id)
    removeDrafts(home, this.#kind.pointer)
  }

  #unpointed(home: string): Manifest | undefined {
    const file = this.#pointer(home)
    const [first, ...others] = existsSync(file) ? [] : this.list(home)
    if (first === undefined) return undefined
    if (others.length === 0 && first.number === 1) return first
    const all = `${this.#kind.word}s`
    const advice = `The file is gone although there are ${all}. "taraza ${all} list" shows them, "taraza ${all} rollback ID" serves one again; ${this.#kind.unharmed}.`
    throw new Refusal('STATE_BROKEN', advice, { file })
  }

  #pointer(home: string): string {
    return join(home, this.#kind.pointer)
  }

  #pointTo(home: string, id: string): void {
    writeDurably(this.#pointer(home), `${JSON.stringify({ [this.#kind.word]: id })}\n`)
  }
}
