import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { buildCatalog, datasetNamed } from '../index.ts'
import { conditionsFor } from './figures/derive.ts'
import { figuresOf } from './figures/figures.ts'

const sentences = datasetNamed('sentences', buildCatalog(loadJurisdiction('kg')))
const [persons, rate] = ['persons', 'rate_per_100k'].map((name) => {
  const found = sentences.measures.get(name)
  if (found === undefined) throw new Error(`there is no measure ${name}`)
  return found
})

const count = fc.integer({ min: 1, max: 5000 })
const population = fc.integer({ min: 1000, max: 7_000_000 })
const drawn = fc.record({
  now: count,
  before: count,
  people: population,
  peopleBefore: population,
  noise: fc.nat(50).map((tenths) => tenths / 10),
})

describe('the change of a rate', () => {
  it('has the interval of the growth of its count, less what the population grew', () => {
    fc.assert(
      fc.property(drawn, ({ now, before, people, peopleBefore, noise }) => {
        if (persons === undefined || rate === undefined) throw new Error('measures are missing')
        const row = (own: number) => (name: string) => ({ persons: own })[name] ?? null
        const all = (mean: number) => ({ mean, years: 1, isPartlyKnown: false })
        const over = () => ({ now: all(people), before: all(peopleBefore) })
        const pair = { row: row(now), before: row(before), over }
        const given = { level: 95, noise, noiseOfChange: noise, isExact: false }
        const of = (measure: typeof rate) => figuresOf(measure, pair, conditionsFor(measure.form, measure.cube, given))
        const [counted, rated] = [of(persons), of(rate)]
        const factor = peopleBefore / people
        const isClose = (one: number, other: number) => Math.abs(one - other) <= 1e-9 * (1 + Math.abs(other))
        expect(isClose((rated.change ?? 0) + 1, ((counted.change ?? 0) + 1) * factor)).toBe(true)
        for (const end of ['lower', 'upper'] as const) {
          const [own, whole] = [rated.changeInterval?.[end] ?? 0, counted.changeInterval?.[end] ?? 0]
          expect(isClose(own + 1, (whole + 1) * factor)).toBe(true)
        }
        expect(rated.changeInterval?.lower).toBeLessThanOrEqual(rated.change ?? 0)
        expect(rated.changeInterval?.upper).toBeGreaterThanOrEqual(rated.change ?? 0)
      }),
    )
  })
})
