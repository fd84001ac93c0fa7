import { bitAt } from './typed-column.ts'

/** Bytes that grow at the end. */
export class GrowingBytes {
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0

  /** @param capacity - how many are expected */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity)
  }

  get length(): number {
    return this.#length
  }

  /** The memory behind; what lies after `length` is not part of the content. */
  get buffer(): ArrayBuffer {
    return this.#bytes.buffer
  }

  append(more: Uint8Array): void {
    this.#bytes = withCapacityFor(this.#bytes, this.#length + more.length)
    this.#bytes.set(more, this.#length)
    this.#length += more.length
  }

  /** The memory behind, with room for more at its end; whoever writes there says with `advance` how much it was. */
  reserve(more: number): Uint8Array {
    this.#bytes = withCapacityFor(this.#bytes, this.#length + more)
    return this.#bytes
  }

  advance(by: number): void {
    this.#length += by
  }
}

/** Bits that grow at the end, least significant first. Chunks of an answer need not be multiples of eight rows. */
export class GrowingBits {
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0

  /** @param capacity - how many are expected */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array((capacity + 7) >> 3)
  }

  append(rows: number, isSet: (row: number) => boolean): void {
    this.#bytes = withCapacityFor(this.#bytes, (this.#length + rows + 7) >> 3)
    for (let row = 0; row < rows; row++) {
      const at = this.#length + row
      const bit = 1 << (at & 7)
      const byte = this.#bytes[at >> 3] ?? 0
      this.#bytes[at >> 3] = isSet(row) ? byte | bit : byte & ~bit
    }
    this.#length += rows
  }

  appendBitmap(bitmap: Uint8Array, rows: number): void {
    if (this.#length % 8 === 0) this.#appendBytes(bitmap.subarray(0, (rows + 7) >> 3), rows)
    else this.append(rows, (row) => bitAt(bitmap, row))
  }

  appendOnes(rows: number): void {
    if (this.#length % 8 === 0) this.#appendBytes(new Uint8Array((rows + 7) >> 3).fill(0xff), rows)
    else this.append(rows, () => true)
  }

  #appendBytes(bytes: Uint8Array, rows: number): void {
    this.#bytes = withCapacityFor(this.#bytes, (this.#length + rows + 7) >> 3)
    this.#bytes.set(bytes, this.#length >> 3)
    this.#length += rows
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, (this.#length + 7) >> 3)
  }
}

function withCapacityFor(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  if (needed <= bytes.length) return bytes
  const wider = new Uint8Array(Math.max(needed, bytes.length * 2))
  wider.set(bytes)
  return wider
}
