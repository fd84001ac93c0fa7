import type { AnalystTable, Attack, AttackContext, AttackTally, StratumRow } from './attack.ts'

/** What is promised of cells that move in a yearly batch, and of the mean of all draws of a small cell. */
export const promisedOfDraws = { changed: 0.5, byTrueAmount: 0.25, exact: 0.15 } as const

/** Where more of the cells changed in truth, no cover can hide that they did. */
const maxChanged = 0.4
const large = 4
const fewestInTable = 100

type Named = Pick<AnalystTable, 'cube' | 'name'>

/** What the attack came to in one table. */
interface Found {
  readonly cells: number
  readonly changed: number
  readonly moved: number
  /** Of the cells that moved, those that changed in truth. */
  readonly real: number
  readonly largeMoved: number
  /** Of the large cells that moved, those that did by as much as in truth; a cell of several tables once, for it moves in all alike. */
  readonly byTrueAmount: number
  readonly small: number
  /** Of the small cells those that the mean of the draws, and that the last draw alone, tells exactly. */
  readonly exact: number
  readonly exactAlone: number
}

/**
 * Subtracts what analysts were told by a release from what the one before told, and takes the mean of all draws. A new quarter moves
 * nothing; in a yearly batch most cells that move did not change, and a small cell has too few noises to be averaged.
 */
export const analystDraws: Attack = {
  name: 'analyst draws',
  how: 'every table of analysts from two releases: subtracted, and averaged',
  async run(field) {
    if (field.analystTables === undefined) return []
    const tables: (Found & { readonly table: Named })[] = []
    const seen = new Set<string>()
    for await (const table of field.analystTables())
      tables.push({ ...attackTable(table, seen), table: { cube: table.cube, name: table.name } })
    if (tables.length === 0) return [{ answer: 'no earlier snapshot', attacked: 0, recovered: 0 }]
    const cubes = [...new Set(tables.map(({ table }) => table.cube))]
    const ofCubes = cubes.flatMap((cube) =>
      vintages(
        cube,
        tables.filter(({ table }) => table.cube === cube),
        field,
      ),
    )
    const strata = tables
      .filter(({ small }) => small >= fewestInTable)
      .map(({ table, ...found }) => stratum(table, found))
    const mean: AttackTally = {
      answer: 'mean of the draws',
      attacked: sumOf(tables, 'small'),
      recovered: sumOf(tables, 'exact'),
      tolerated: promisedOfDraws.exact,
      strata: strata.sort((one, other) => other.right - one.right),
    }
    return [...ofCubes, mean]
  },
}

function vintages(cube: string, tables: readonly Found[], { release }: AttackContext): readonly AttackTally[] {
  const moved = sumOf(tables, 'moved')
  if (!release.revised) return [{ cube, answer: 'cells that moved', attacked: moved, recovered: moved }]
  const hidden = tables.filter(({ changed, cells }) => changed < maxChanged * cells)
  return [
    {
      cube,
      answer: 'cells that moved and changed',
      attacked: sumOf(hidden, 'moved'),
      recovered: sumOf(hidden, 'real'),
      tolerated: promisedOfDraws.changed,
    },
    {
      cube,
      answer: 'large cells that moved by the true amount',
      attacked: sumOf(tables, 'largeMoved'),
      recovered: sumOf(tables, 'byTrueAmount'),
      tolerated: promisedOfDraws.byTrueAmount,
    },
  ]
}

/** @param seen - large cells that moved in tables before, to which those of this one are added */
function attackTable({ cube, counted, published: shown, keys }: AnalystTable, seen: Set<string>): Found {
  const found = {
    cells: 0,
    changed: 0,
    moved: 0,
    real: 0,
    largeMoved: 0,
    byTrueAmount: 0,
    small: 0,
    exact: 0,
    exactAlone: 0,
  }
  const [before, now] = [counted.length - 2, counted.length - 1]
  for (let cell = 0; cell < (counted[now]?.length ?? 0); cell++) {
    const [was = 0, is = 0] = [counted[before]?.[cell], counted[now]?.[cell]]
    const [showed = 0, shows = 0] = [shown[before]?.[cell], shown[now]?.[cell]]
    const [hasMoved, hasChanged] = [showed !== shows, was !== is]
    found.cells += Number(was > 0 || is > 0)
    found.changed += Number(hasChanged)
    found.moved += Number(hasMoved)
    found.real += Number(hasMoved && hasChanged)
    if (hasMoved && was >= large && isNew(`${cube} ${was} ${is} ${keys[before]?.[cell]} ${keys[now]?.[cell]}`, seen)) {
      found.largeMoved += 1
      found.byTrueAmount += Number(shows - showed === is - was)
    }
    if (is < 1 || is > large) continue
    const readings = shown.map((one) => one[cell] ?? 0)
    const mean = readings.reduce((sum, reading) => sum + reading, 0) / readings.length
    found.small += 1
    found.exact += Number(Math.round(mean) === is)
    found.exactAlone += Number(shows === is)
  }
  return found
}

function isNew(cell: string, seen: Set<string>): boolean {
  if (seen.has(cell)) return false
  seen.add(cell)
  return true
}

function stratum(table: Named, { small, exact, exactAlone }: Found): StratumRow {
  return {
    stratum: `${table.cube} by ${table.name || 'nothing'}`,
    claims: small,
    right: exact / small,
    guessing: exactAlone / small,
    limit: promisedOfDraws.exact,
    gain: null,
  }
}

function sumOf(tables: readonly Found[], name: keyof Found): number {
  return tables.reduce((sum, found) => sum + found[name], 0)
}
