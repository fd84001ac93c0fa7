/** One level of a dimension: which of its codes a code of the finest level belongs to. */
export interface HierarchyLevel {
  readonly name: string
  readonly size: number
  /** By code of the finest level. */
  readonly of: Int32Array
}

/** A dimension of a cube with its levels, finest first; the last one has a single code, everything. */
export interface CubeDimension {
  readonly name: string
  readonly levels: readonly HierarchyLevel[]
}

/** The cells of a cube: one array of finest codes per dimension, and how many units each cell holds. */
export interface CellTable {
  readonly codes: readonly Int32Array[]
  readonly counts: Int32Array
}

/** A table of a cube: the level of each dimension, by index. */
export type MarginalTable = readonly number[]

/** Every table that can be made of a cube by leaving out dimensions or coarsening them. */
export function familiesOf(dimensions: readonly CubeDimension[]): readonly MarginalTable[] {
  return dimensions.reduce<readonly MarginalTable[]>(
    (families, { levels }) => families.flatMap((family) => levels.map((_, level) => [...family, level])),
    [[]],
  )
}

/** The names of the levels of a family, without what is left out: `quarter × region × sanction_class`. */
export function familyName(family: MarginalTable, dimensions: readonly CubeDimension[]): string {
  const names = family.flatMap((level, index) => {
    const levels = dimensions[index]?.levels ?? []
    return level === levels.length - 1 ? [] : [levels[level]?.name ?? '']
  })
  return names.length === 0 ? 'total' : names.join(' × ')
}

/** The family with exactly these levels. @throws when a level is in no dimension: a fault of the declaration */
export function familyNamed(levels: readonly string[], dimensions: readonly CubeDimension[]): MarginalTable {
  const family = dimensions.map((dimension) => {
    const wanted = dimension.levels.findIndex(({ name }) => levels.includes(name))
    return wanted === -1 ? dimension.levels.length - 1 : wanted
  })
  const found = familyName(family, dimensions).split(' × ')
  const unknown = levels.find((level) => !found.includes(level))
  if (unknown !== undefined) throw new Error(`no dimension has the level ${unknown}`)
  return family
}

/** The number of the margin of a family that each cell belongs to; the same for equal codes in any cube of this shape. */
export function marginKeys(
  family: MarginalTable,
  dimensions: readonly CubeDimension[],
  { codes, counts }: CellTable,
): Float64Array {
  const keys = new Float64Array(counts.length)
  for (const [index, { levels }] of dimensions.entries()) {
    const level = levels[family[index] ?? 0]
    const column = codes[index]
    if (level === undefined || column === undefined || level.size === 1) continue
    for (let cell = 0; cell < keys.length; cell++) {
      keys[cell] = (keys[cell] as number) * level.size + (level.of[column[cell] as number] as number)
    }
  }
  return keys
}

/** The same for one cell only. */
export function marginKeyAt(
  cell: number,
  family: MarginalTable,
  dimensions: readonly CubeDimension[],
  { codes }: CellTable,
): number {
  let key = 0
  for (let index = 0; index < dimensions.length; index++) {
    const level = dimensions[index]?.levels[family[index] as number] as HierarchyLevel
    if (level.size > 1) key = key * level.size + (level.of[codes[index]?.[cell] as number] as number)
  }
  return key
}

/** The cells at some places. */
export function takeCells({ codes, counts }: CellTable, places: Int32Array): CellTable {
  const take = (column: Int32Array) => places.map((place) => column[place] as number)
  return { codes: codes.map(take), counts: take(counts) }
}

/** Cells one after another. */
export function joinCells(...tables: readonly CellTable[]): CellTable {
  const [first] = tables
  return {
    codes: (first?.codes ?? []).map((_, index) => joined(tables.map(({ codes }) => codes[index] ?? new Int32Array(0)))),
    counts: joined(tables.map(({ counts }) => counts)),
  }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const part of parts) {
    all.set(part, start)
    start += part.length
  }
  return all
}

/** Cells of a block of time, and what is published of them. */
export interface RoundedBlock {
  readonly cells: CellTable
  readonly published: Int32Array
}

/** Blocks one after another as one. */
export function joinBlocks(blocks: readonly RoundedBlock[]): RoundedBlock {
  return {
    cells: joinCells(...blocks.map(({ cells }) => cells)),
    published: joined(blocks.map(({ published }) => published)),
  }
}

/** What is published of each cell, less what is true of it. */
export function errorsOf({ cells, published }: RoundedBlock): Int32Array {
  return published.map((shown, cell) => shown - (cells.counts[cell] as number))
}

/** Without cells in which nothing is true or published, such as decoys that were not raised. */
export function withoutEmpty({ cells, published }: RoundedBlock): RoundedBlock {
  const places = published
    .map((_, place) => place)
    .filter((place) => published[place] !== 0 || cells.counts[place] !== 0)
  if (places.length === published.length) return { cells, published }
  return { cells: takeCells(cells, places), published: places.map((place) => published[place] as number) }
}
