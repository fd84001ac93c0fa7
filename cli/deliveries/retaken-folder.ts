import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { flushFolder, printable, Refusal, renameDurably, writeDurably } from '#foundation'
import { copyAndHash, namesSomebody, retakenPrefix } from '#ingest'
import type { Jurisdiction } from '#jurisdictions'
import { generationStore } from '#warehouse'
import { hashFile } from '../backup/copy-file.ts'
import { archivedOriginal } from '../nightly/archive.ts'
import { type Arrived, startOfFolder } from '../nightly/left-out.ts'

/** Names that begin so are left where they are by nights. */
const draftPrefix = `.${retakenPrefix}`

/** Removes what a command that was killed left half done. Only whoever has the writer's lock may do it. */
export function removeDrafts(incoming: string): void {
  for (const name of existsSync(incoming) ? readdirSync(incoming) : [])
    if (name.startsWith(draftPrefix)) rmSync(join(incoming, name), { recursive: true })
}

interface Surroundings {
  readonly home: string
  readonly incoming: string
  readonly jurisdiction: Jurisdiction
}

/** The folder in which one archived delivery waits again for a night. It appears whole, once its bytes were compared with their hash. */
export class RetakenFolder {
  readonly path: string
  readonly #draft: string
  readonly #arrived: Arrived
  readonly #home: string
  #original = ''

  constructor({ home, incoming, jurisdiction }: Surroundings, arrived: Arrived) {
    const name = nameOf(arrived, jurisdiction)
    this.path = join(incoming, name)
    this.#draft = join(incoming, `.${name}`)
    this.#arrived = arrived
    this.#home = home
  }

  /** Whether the delivery waits there already. */
  get isThere(): boolean {
    return existsSync(join(this.path, this.#file))
  }

  get #file(): string {
    const { file } = this.#arrived.file
    if (file === basename(file) && file !== '..' && file !== 'manifest.json') return file
    const advice = 'The archive names a file outside of its folder. Restore it from a backup.'
    throw new Refusal('STATE_BROKEN', advice, { file: join(this.#home, 'archive', 'arrivals') })
  }

  /**
   * Copies the original and writes its manifest where no night looks.
   *
   * @throws {@link Refusal} `ORIGINAL_GONE`, `ORIGINAL_ALTERED`, `NOT_A_PLAIN_FILE`
   */
  async prepare(): Promise<void> {
    const { file } = this.#arrived
    const original = archivedOriginal(this.#home, file)
    if (original === undefined) throw gone(file)
    this.#original = original
    mkdirSync(this.#draft, { mode: 0o700 })
    if (lstatSync(original).size === 0) throw altered(original)
    const copy = await copyAndHash(original, join(this.#draft, this.#file), join(this.#home, 'archive'))
    if (copy.sha256 !== file.sha256) throw altered(original)
    const manifest = this.#manifestText
    if (manifest !== undefined) writeDurably(join(this.#draft, 'manifest.json'), manifest)
    flushFolder(this.#draft)
  }

  /** Lets the next night see it. Its time in the archive begins anew. */
  finish(): void {
    rmSync(this.path, { recursive: true, force: true })
    renameDurably(this.#draft, this.path)
    const now = new Date()
    utimesSync(dirname(this.#original), now, now)
  }

  /** @throws {@link Refusal} `RETAKEN_CHANGED` where something else waits there than was put there */
  requireUnchanged(): void {
    if (this.#isUnchanged) return
    const advice =
      'This folder waits for the next nightly run, and somebody changed it since "taraza deliveries retake" made it. Remove it yourself, then dismiss the delivery again. Nothing was changed.'
    throw new Refusal('RETAKEN_CHANGED', advice, { file: this.path })
  }

  /** Takes it away from where nights look, whole. */
  remove(): void {
    renameDurably(this.path, this.#draft)
    rmSync(this.#draft, { recursive: true })
  }

  get #isUnchanged(): boolean {
    const manifest = this.#manifestText
    const names = [this.#file, ...(manifest === undefined ? [] : ['manifest.json'])]
    if (!lstatSync(this.path).isDirectory() || readdirSync(this.path).sort().join('/') !== names.sort().join('/'))
      return false
    if (!names.every((name) => lstatSync(join(this.path, name)).isFile())) return false
    if (manifest !== undefined && readFileSync(join(this.path, 'manifest.json'), 'utf8') !== manifest) return false
    return hashFile(join(this.path, this.#file)).sha256 === this.#arrived.file.sha256
  }

  /** The manifest of the last time that the delivery came, about this file alone. */
  get #manifestText(): string | undefined {
    const { file, manifest } = this.#arrived
    if (manifest === undefined) return undefined
    const known = manifest.files.find(({ name }) => name === file.file)
    const described = known ?? { name: file.file, sha256: file.sha256, rows: this.#rows, totals: [] }
    return `${JSON.stringify({ ...manifest, files: [described] })}\n`
  }

  /** The rows that were read of it, for nights before manifests were archived. */
  get #rows(): number {
    const recorded = generationStore.list(this.#home).flatMap(({ deliveries }) => deliveries)
    return recorded.find(({ sha256 }) => sha256 === this.#arrived.file.sha256)?.account.read ?? 0
  }
}

/** Such as `retaken-000003-0001-1a2b3c4d5e6f`. */
function nameOf({ file, first }: Arrived, jurisdiction: Jurisdiction): string {
  const start = startOfFolder(first)
  const names = [12, 10, 8, 6].map((digits) => `${start}-${file.sha256.slice(0, digits)}`)
  // Some hashes read like a phone or the plate of a car, and a night refuses such names.
  return names.find((name) => !namesSomebody(name, jurisdiction)) ?? start
}

function gone({ file, register, sha256 }: Arrived['file']): Refusal {
  const advice = `The archive no longer has ${printable(file)} (${register}, ${sha256.slice(0, 12)}): originals are kept for TARAZA_ARCHIVE_DAYS. Ask the sender to send it again, or "taraza deliveries dismiss" it. Nothing was changed.`
  return new Refusal('ORIGINAL_GONE', advice)
}

function altered(file: string): Refusal {
  const advice =
    'This original in the archive is not what was delivered: its bytes do not agree with their hash. Restore it from a backup, or ask the sender to send it again. Nothing was changed.'
  return new Refusal('ORIGINAL_ALTERED', advice, { file })
}
