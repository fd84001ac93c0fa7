import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { Engine, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog, type Catalog, factsFile, generationStore } from '#warehouse'
import { type TestHome, testHome } from '../testing/homes.ts'
import { yearsFrom } from '../testing/own-jurisdiction.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

interface Counted {
  readonly year: number
  /** Quarters since year 0. */
  readonly quarter: number
  /** The first month of the shortest period that the cube counts by, since year 0. */
  readonly month: number
  readonly n: number
}

type Flows = ReadonlyMap<string, readonly Counted[]>

/** What every flow counts by all its periods together. */
async function flowsOf(home: string, { cubes }: Catalog): Promise<Flows> {
  const engine = await Engine.open({ path: factsFile(home, generationStore.currentId(home) ?? ''), readOnly: true })
  const all = new Map<string, readonly Counted[]>()
  try {
    await engine.withConnection(async (connection) => {
      for (const { name, kind, establishment, dimensions } of cubes.values()) {
        if (kind !== 'flow' || !dimensions.has('quarter')) continue
        const [month, n] = [dimensions.has('month') ? 'month' : 'quarter * 3', establishment ? 'sum(n)' : 'count(*)']
        const sql = `select year::integer as year, quarter::integer as quarter, (${month})::integer as month, (${n})::integer as n
          from counted.${name} where year is not null group by all`
        all.set(name, await selectRows<Counted>(connection, sql))
      }
    })
    return all
  } finally {
    engine.close()
  }
}

/** Counts added up over what `periodOf` tells of a row. */
function sums(rows: readonly Counted[], periodOf: (row: Counted) => number): Readonly<Record<string, number>> {
  const found = new Map<number, number>()
  for (const row of rows) found.set(periodOf(row), (found.get(periodOf(row)) ?? 0) + row.n)
  return Object.fromEntries(found)
}

describe('years of a jurisdiction', () => {
  it.each([4, 7, 10])('are the sum of their months and quarters in every flow, from month %i', async (month) => {
    const jurisdiction = yearsFrom(month, test)
    await writeSamples({ jurisdiction: 'kg', out: test.incoming, from: '2022-01', to: '2022-12' })
    const { home, incoming } = test
    await runNightly({ home, jurisdiction, incoming, now: new Date('2025-03-01T02:30:00Z') })
    const catalog = buildCatalog(loadJurisdiction(jurisdiction))
    const flows = await flowsOf(home, catalog)
    expect(flows.size).toBeGreaterThan(5)
    for (const [flow, rows] of flows) {
      const ofMonths = (months: number) => sums(rows, (row) => Math.floor(row.month / months))
      expect([flow, ofMonths(12)]).toEqual([flow, sums(rows, ({ year }) => year)])
      expect([flow, ofMonths(3)]).toEqual([flow, sums(rows, ({ quarter }) => quarter)])
    }
  })

  it('begin on 1 January where a profile does not say when', () => {
    const [said, shipped] = [loadJurisdiction(yearsFrom(1, test)), loadJurisdiction('kg')]
    expect(said.profile).toEqual(shipped.profile)
    const plain = (_: string, value: unknown) => (value instanceof Map ? [...value] : value)
    const texts = [said, shipped].map((one) => JSON.stringify(buildCatalog({ ...one, folder: shipped.folder }), plain))
    expect(texts[0]).toBe(texts[1])
  })
})
