import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Engine, selectRow } from '#foundation'
import { perturb } from './perturb.ts'
import { perturbationTable } from './perturbation-table.ts'
import { analystNoise } from './promised-limits.ts'
import { defineRecordKeys } from './record-keys.ts'

/** Printed in the vignette of the R package ptable (Enderle, CRAN 1.0.0). */
const printed = [
  {
    limits: { reach: 2, variance: 1, smallest: 0 },
    count: 1,
    row: { 0: 0.36648551, 1: 0.3664855, 2: 0.1675725, 3: 0.09945652 },
  },
  { limits: { reach: 2, variance: 0.9, smallest: 0 }, count: 1, row: { 0: 0.3625, 1: 0.3625, 2: 0.1875, 3: 0.0875 } },
  {
    limits: { reach: 2, variance: 0.9, smallest: 0 },
    count: 2,
    row: { 0: 0.05154609, 1: 0.2438156, 2: 0.4092765, 3: 0.2438156, 4: 0.05154609 },
  },
  {
    limits: analystNoise,
    count: 1,
    row: { 0: 0.73446954, 3: 0.13672019, 4: 0.07279631, 5: 0.03742956, 6: 0.018584399 },
  },
  {
    limits: analystNoise,
    count: 2,
    row: { 0: 0.40880704, 3: 0.406643537, 4: 0.14762401, 5: 0.03231882, 6: 0.004266868, 7: 0.00033972 },
  },
]

describe('the perturbation table', () => {
  it.each(printed)('is the printed one for a count of $count under $limits', ({ limits, count, row }) => {
    const found = Object.fromEntries(
      (perturbationTable(limits)[count] ?? []).map((outcome) => [outcome.value, outcome.probability]),
    )
    for (const [value, probability] of Object.entries(row)) expect(found[value]).toBeCloseTo(probability, 6)
    expect(Object.keys(found)).toEqual(Object.keys(row))
  })

  it('is unbiased, of bounded variance, leaves zero alone and never gives a count that stands for few', () => {
    for (const [count, row] of perturbationTable(analystNoise).entries()) {
      const mean = (of: (noise: number) => number) =>
        row.reduce((sum, { value, probability }) => sum + probability * of(value - count), 0)
      expect(mean(() => 1)).toBeCloseTo(1, 9)
      expect(mean((noise) => noise)).toBeCloseTo(0, 9)
      expect(mean((noise) => noise * noise)).toBeLessThan(analystNoise.variance + 1e-9)
      expect(row.some(({ value }) => value > 0 && value <= analystNoise.smallest)).toBe(false)
    }
    expect(perturb(0, 123)).toBe(0)
  })
})

describe('noise', () => {
  it('stays within reach, and is the same for the same persons', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (count, key) => {
        expect(Math.abs(perturb(count, key) - count)).toBeLessThanOrEqual(analystNoise.reach)
        expect(perturb(count, key)).toBe(perturb(count, key))
      }),
    )
  })

  it('falls as often as the table says', () => {
    const draws = Array.from(
      { length: 100_000 },
      (_, index) => perturb(20, Math.floor((index / 100_000) * 2 ** 32)) - 20,
    )
    expect(draws.reduce((sum, noise) => sum + Math.abs(noise), 0) / draws.length).toBeCloseTo(1.348, 2)
  })
})

describe('record keys', () => {
  it('are HMAC-SHA-256 in the engine, as anywhere else', async () => {
    const engine = await Engine.open()
    await engine.withConnection(async (connection) => {
      const secret = Buffer.from('a secret that nobody knows')
      await defineRecordKeys(connection, secret)
      const { key } = await selectRow<{ key: number }>(connection, `select record_key('case|person') as key`)
      expect(key).toBe(createHmac('sha256', secret).update('case|person').digest().readUInt32BE(0))
    })
    engine.close()
  })
})
