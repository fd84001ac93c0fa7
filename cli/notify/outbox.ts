import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal, readState, systemErrorCode, writeDurably } from '#foundation'
import { type RunNotice, runNoticeSchema } from '#warehouse'

/** The ways on which a notice leaves the machine. */
export const channels = ['webhook', 'command', 'mail'] as const
export type ChannelName = (typeof channels)[number]

const messageSchema = z.object({
  notice: runNoticeSchema,
  /** The channels that have not sent it yet. */
  pending: z.array(z.enum(channels)),
  /** Who got it by mail already, where others did not. */
  mailed: z.array(z.string()),
})

/** A notice that waits to be sent. */
export type Message = z.output<typeof messageSchema> & { readonly file: string }

const stateSchema = z.object({
  /** The last run that a notice was made of. */
  sequence: z.number(),
  /** The service of systemd that made the last notice; one that fails afterwards needs no other. */
  invocation: z.string().nullable(),
  /** The last failure to begin since a run had a report, by its code and day: tries of the same day need no other notice. */
  failure: z.string().nullable().default(null),
})

/** What the notices so far were about. */
export type OutboxState = z.output<typeof stateSchema>

/** More would say nothing new, and the disk is for facts. */
const maxMessages = 100
const messageFile = /^\d{8}-[0-9a-f-]+\.json$/

/**
 * Notices of a home that wait to be sent, oldest first. A run that cannot send one leaves it to the next run. Where the disk takes
 * none, such as a full one, they are kept in memory: of all notices these may not depend on it.
 */
export class Outbox {
  readonly #folder: string
  readonly #unstored = new Map<string, Message>()

  constructor(home: string) {
    this.#folder = join(home, 'outbox')
  }

  get #files(): readonly string[] {
    const names = existsSync(this.#folder) ? readdirSync(this.#folder) : []
    return names.filter((name) => messageFile.test(name)).sort()
  }

  /** How many notices wait. */
  get size(): number {
    return new Set([...this.#files, ...this.#unstored.keys()]).size
  }

  /** `undefined` before the first notice. */
  get state(): OutboxState | undefined {
    const path = join(this.#folder, 'state.json')
    return existsSync(path) ? this.#read(path, stateSchema) : undefined
  }

  set state(state: OutboxState | undefined) {
    if (state !== undefined) this.#wrote('state.json', state)
  }

  /** Adds a notice. @returns how many of the oldest were removed, for there were too many */
  add(notice: RunNotice, pending: readonly ChannelName[]): number {
    if (pending.length === 0) return 0
    const files = onDisk(() => this.#files) ?? []
    const number = Number(files.at(-1)?.slice(0, 8) ?? 0) + 1
    const file = `${String(number).padStart(8, '0')}-${randomUUID()}.json`
    this.#store({ file, notice, pending: [...pending], mailed: [] })
    const tooMany = files.slice(0, Math.max(0, files.length + 1 - maxMessages))
    for (const name of tooMany) rmSync(join(this.#folder, name), { force: true })
    return tooMany.length
  }

  /** All that can be read; a damaged one is removed, for nothing can be sent of it. */
  get messages(): readonly Message[] {
    const stored = (onDisk(() => this.#files) ?? []).flatMap((file) => {
      const message = this.#read(join(this.#folder, file), messageSchema)
      return message === undefined ? [] : [{ file, ...message }]
    })
    return [...stored, ...this.#unstored.values()]
  }

  /** Notes what became of a message; one that nothing waits for is removed. */
  update(message: Message): void {
    this.#unstored.delete(message.file)
    if (message.pending.length > 0) this.#store(message)
    else onDisk(() => rmSync(join(this.#folder, message.file), { force: true }))
  }

  #store({ file, ...message }: Message): void {
    if (!this.#wrote(file, message)) this.#unstored.set(file, { file, ...message })
  }

  #read<T>(path: string, schema: z.ZodType<T>): T | undefined {
    try {
      return readState(path, schema)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code !== 'STATE_BROKEN') return undefined
      rmSync(path, { force: true })
      return undefined
    }
  }

  /** @returns whether the disk took it */
  #wrote(name: string, content: object): boolean {
    const written = onDisk(() => {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      writeDurably(join(this.#folder, name), `${JSON.stringify(content)}\n`)
      return true
    })
    return written ?? false
  }
}

/** What work with the disk gives, or `undefined` where the disk or its permissions do not allow it. */
function onDisk<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error
    return undefined
  }
}
