import { createHash, type Hash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { quarterName } from '#foundation'
import type { Contract, RegisterName } from '#jurisdictions'
import { addDays, firstDayOf, isoDate, lastDayOf } from '../basis/calendar.ts'
import type { SampleRow } from '../courts/sanctions.ts'
import { type FileVariant, finishDressed } from './mess.ts'

/** One delivery that was written. */
export interface SampleDelivery {
  readonly folder: string
  readonly rows: number
}

interface OpenDelivery {
  readonly register: RegisterName
  readonly folder: string
  readonly name: string
  readonly period: { readonly from: string; readonly to: string }
  readonly sentAt: string
  readonly dress: FileVariant
  readonly hash: Hash
  handle: number
  buffer: string[]
  size: number
  rows: number
}

const bufferedCharacters = 64 * 1024

/**
 * The deliveries that are being written, one per register and quarter, each to its own file with its manifest. A life is
 * drawn once and its rows go to the quarters in which they happen, so nothing is kept in memory but small buffers.
 */
export class SampleDeliveries {
  readonly #out: string
  readonly #contracts: ReadonlyMap<string, Contract>
  readonly #dress: () => FileVariant
  readonly #open = new Map<string, OpenDelivery>()

  constructor(out: string, contracts: ReadonlyMap<string, Contract>, dress: () => FileVariant) {
    this.#out = out
    this.#contracts = contracts
    this.#dress = dress
  }

  /** Whether any of these registers is written. */
  wants(...registers: readonly RegisterName[]): boolean {
    return registers.some((register) => this.#contracts.has(register))
  }

  /** Adds a row to the delivery of a quarter. */
  write(register: RegisterName, quarter: number, row: SampleRow): void {
    this.writeFor(register, quarterName(quarter), firstDayOf(quarter), lastDayOf(quarter), row)
  }

  /** Adds a row to a delivery of any period. */
  writeFor(register: RegisterName, name: string, from: Date, to: Date, row: SampleRow): void {
    const contract = this.#contracts.get(register)
    if (contract === undefined) return
    const delivery = this.#open.get(`${register} ${name}`) ?? this.#begin(contract, name, from, to)
    delivery.rows += 1
    append(delivery, delivery.dress.line(contract, row, delivery.rows))
  }

  /** Closes all files and writes their manifests, in the order in which they would be sent. */
  async finish(): Promise<readonly SampleDelivery[]> {
    const all = [...this.#open.values()].sort((one, other) => (one.folder < other.folder ? -1 : 1))
    for (const delivery of all) {
      append(delivery, delivery.dress.end(delivery.rows))
      flush(delivery)
      closeSync(delivery.handle)
      const { name, sha256 } = await finishDressed(delivery.dress, delivery.folder, delivery.name, delivery.hash)
      const { register, period, sentAt, rows } = delivery
      const manifest = { register, period, sent_at: sentAt, synthetic: true, files: [{ name, sha256, rows }] }
      writeFileSync(join(delivery.folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    }
    return all.map(({ folder, rows }) => ({ folder, rows }))
  }

  #begin(contract: Contract, quarter: string, from: Date, to: Date): OpenDelivery {
    const { register } = contract
    const folder = join(this.#out, `${register}-${quarter}`)
    mkdirSync(folder, { recursive: true })
    const name = `${contract.files.replace('*', quarter)}.csv`
    const dress = this.#dress()
    const delivery = {
      register,
      folder,
      name,
      period: { from: isoDate(from), to: isoDate(to) },
      sentAt: `${isoDate(addDays(to, 12))}T03:00:00Z`,
      dress,
      hash: createHash('sha256'),
      handle: openSync(join(folder, name), 'w'),
      buffer: [],
      size: 0,
      rows: 0,
    }
    this.#open.set(`${register} ${quarter}`, delivery)
    append(delivery, dress.begin(contract))
    return delivery
  }
}

function append(delivery: OpenDelivery, text: string): void {
  delivery.buffer.push(text)
  delivery.size += text.length
  if (delivery.size > bufferedCharacters) flush(delivery)
}

function flush(delivery: OpenDelivery): void {
  const bytes = Buffer.from(delivery.buffer.join(''))
  delivery.hash.update(bytes)
  writeSync(delivery.handle, bytes)
  delivery.buffer = []
  delivery.size = 0
}
