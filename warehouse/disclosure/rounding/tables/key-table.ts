/** Gives keys (whole numbers within 2^53, but -1) consecutive numbers in the order in which they come: open addressing, no objects. */
export class KeyTable {
  #slots: Float64Array
  #numbers: Int32Array
  #size = 0

  constructor(expected = 16) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2)))
    this.#slots = new Float64Array(capacity).fill(-1)
    this.#numbers = new Int32Array(capacity)
  }

  get size(): number {
    return this.#size
  }

  /** The number of a key, which is a new one when the key was not seen before. */
  add(key: number): number {
    const slot = this.#slotOf(key)
    if (this.#slots[slot] === key) return this.#numbers[slot] as number
    this.#slots[slot] = key
    this.#numbers[slot] = this.#size
    this.#size += 1
    if (this.#size * 2 > this.#slots.length) this.#grow()
    return this.#size - 1
  }

  /** The number of a key, or -1. */
  find(key: number): number {
    const slot = this.#slotOf(key)
    return this.#slots[slot] === key ? (this.#numbers[slot] as number) : -1
  }

  #slotOf(key: number): number {
    const mask = this.#slots.length - 1
    let slot = Math.imul(key ^ (key / 4294967296), 0x9e3779b1) >>> 0
    slot = (slot ^ (slot >>> 15)) & mask
    while (this.#slots[slot] !== -1 && this.#slots[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [slots, numbers] = [this.#slots, this.#numbers]
    this.#slots = new Float64Array(slots.length * 2).fill(-1)
    this.#numbers = new Int32Array(slots.length * 2)
    for (const [slot, key] of slots.entries()) {
      if (key === -1) continue
      const place = this.#slotOf(key)
      this.#slots[place] = key
      this.#numbers[place] = numbers[slot] as number
    }
  }
}
