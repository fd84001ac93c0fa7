import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dataset, Measure } from '#warehouse'
import { paperRegisters } from './deliver-paper.ts'
import { reckonings } from './measures.ts'
import { makePaperHome, type PaperHome } from './paper-home.ts'
import { ledgerOf } from './read-ledger.ts'
import { type PaperFigures, reckon } from './reckon.ts'
import { readPaperTable } from './tables.ts'

// The rows of `rows/` come in three nights; `answers/` holds what paper counts, line by line, with the reason.

let paper: PaperHome
beforeAll(async () => {
  paper = await makePaperHome()
})
afterAll(() => paper.remove())

describe('the register on paper', () => {
  for (const [name, measures] of Object.entries(reckonings))
    it(`answers ${name} as paper does, cell by cell`, async () => {
      const dataset = paper.officer.datasets.find((one) => one.name === name)
      if (dataset === undefined) throw new Error(name)
      expect(Object.keys(measures).sort()).toEqual([...dataset.measures.keys()].sort())
      const other: string[] = []
      let compared = 0
      for (const [measure, reckoning] of Object.entries(measures))
        for (const by of groupings(dataset.measures.get(measure), dataset)) {
          const said = await paper.officer.ask(dataset, measure, by)
          const question = `${measure} by ${by.join(',')}`
          if (typeof said === 'string') other.push(`${question}: ${said}`)
          else other.push(...differences(said, reckon(reckoning, by)).map((line) => `${question}: ${line}`))
          compared += typeof said === 'string' ? 0 : said.size
        }
      expect(other).toEqual([])
      expect(compared).toBeGreaterThan(0)
    })

  it('balances as paper does: what stands, enters and leaves in each region and quarter', async () => {
    expect(await ledgerOf(paper.home)).toEqual(readPaperTable('answers', 'ledger').map(({ why: _, ...line }) => line))
  })

  it('is taken in whole, 80 rows and more, and holds every dataset', () => {
    expect(paperRegisters.flatMap((name) => readPaperTable('rows', name)).length).toBeGreaterThan(80)
    expect(paper.refused).toBe(0)
    expect(paper.officer.datasets.map(({ name }) => name).sort()).toEqual(Object.keys(reckonings).sort())
  })
})

const times = ['month', 'quarter', 'year']

/** Nothing, each dimension, each by year, each switch by what else there is, and all at once; what cannot be added up is always named. */
function groupings(measure: Measure | undefined, { oneOf, switches }: Dataset): readonly (readonly string[])[] {
  const dimensions = measure?.dimensions ?? []
  const named = dimensions.filter((name) => oneOf.includes(name))
  const finest = times.find((name) => dimensions.includes(name)) ?? 'year'
  const others = dimensions.filter((name) => !times.includes(name))
  const together = others.filter((name) => !(name in switches))
  const switched = others.filter((name) => name in switches).flatMap((name) => together.map((other) => [name, other]))
  const single = dimensions.map((name) => [name])
  const sets = [[], ...single, ...others.map((name) => ['year', name]), ...switched, [finest, ...together]]
  const hasDate = (set: readonly string[]) => set.some((name) => times.includes(name))
  const asked = measure?.cube.kind === 'stock' ? sets.filter(hasDate) : sets
  return asked.map((set) => [...new Set([...set, ...named])])
}

/** What is said otherwise; what is said to be none and is not on paper is the same. */
function differences(said: PaperFigures, paper: PaperFigures): readonly string[] {
  const keys = [...new Set([...said.keys(), ...paper.keys()])]
  return keys
    .filter((key) => !isSame(said.get(key) || 0, paper.get(key) || 0))
    .map((key) => `${key}: said ${said.get(key)}, on paper ${paper.get(key)}`)
}

const isSame = (one: number, other: number) => Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one))
