/** The cells that are raised, to draw one from them. */
export class CellSet {
  readonly #members: Int32Array
  readonly #places: Int32Array
  size = 0

  constructor(up: Uint8Array) {
    this.#members = new Int32Array(up.length)
    this.#places = new Int32Array(up.length).fill(-1)
    for (const [cell, state] of up.entries()) if (state === 1) this.toggle(cell)
  }

  at(place: number): number {
    return this.#members[place] as number
  }

  /** Puts a cell in, or takes it out. */
  toggle(cell: number): void {
    const place = this.#places[cell] as number
    if (place === -1) {
      this.#places[cell] = this.size
      this.#members[this.size++] = cell
      return
    }
    const last = this.#members[--this.size] as number
    this.#members[place] = last
    this.#places[last] = place
    this.#places[cell] = -1
  }
}
