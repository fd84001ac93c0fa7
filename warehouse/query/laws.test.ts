import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { ask, buildCatalog, cellReader, FactsReader, type Parameters, parseQuestion, policyFor } from '../index.ts'

const catalog = buildCatalog(loadJurisdiction('kg'))
let reader: FactsReader
beforeAll(() => {
  reader = new FactsReader({ home: inject('kgHome') })
})
afterAll(() => reader.close())

async function rows(parameters: Parameters): Promise<Record<string, unknown>[]> {
  const answer = await ask(
    parseQuestion(parameters, catalog),
    policyFor('officer'),
    catalog,
    reader,
    AbortSignal.timeout(30_000),
  )
  const readers = answer.columns.map((column) => [column.name, cellReader(column)] as const)
  return Array.from({ length: answer.rows }, (_, row) =>
    Object.fromEntries(readers.map(([name, read]) => [name, read(row)])),
  )
}

const total = (answer: Record<string, unknown>[]) => answer.reduce((sum, row) => sum + Number(row['persons']), 0)

const codeDimensions = [...catalog.dimensions.values()].filter(({ grain }) => grain === undefined)
const dimensions = fc
  .uniqueArray(fc.constantFrom(...codeDimensions.map(({ name }) => name), 'year', 'quarter', 'month'), { maxLength: 3 })
  .filter((names) => names.filter((name) => ['year', 'quarter', 'month'].includes(name)).length < 2)
const filter = fc.constantFrom(...codeDimensions).chain(({ name, codes }) =>
  fc.record({
    name: fc.constant(name),
    codes: fc.uniqueArray(fc.constantFrom(...codes.map(({ code }) => code)), { minLength: 1, maxLength: 4 }),
  }),
)

describe('answers', () => {
  it('add up to the same total whatever they are broken down by', async () => {
    const all = total(await rows({ measure: 'persons' }))
    expect(all).toBeGreaterThan(40_000)
    await fc.assert(
      fc.asyncProperty(dimensions, async (by) => {
        expect(total(await rows({ measure: 'persons', by: by.join(',') }))).toBe(all)
      }),
      { numRuns: 25 },
    )
  })

  it('never gain persons when a filter is added', async () => {
    await fc.assert(
      fc.asyncProperty(dimensions, filter, filter, async (by, one, other) => {
        const question = { measure: 'persons', by: by.join(','), [one.name]: one.codes.join(',') }
        const some = total(await rows({ ...question, [other.name]: other.codes.join(',') }))
        if (one.name !== other.name) expect(some).toBeLessThanOrEqual(total(await rows(question)))
      }),
      { numRuns: 25 },
    )
  })

  it('are equal for filters in another order, and for a filter with all codes', async () => {
    const one = await rows({ measure: 'persons', by: 'year', region: 'KG-GB,KG-C', sex: 'F,M' })
    expect(await rows({ sex: 'M,F', region: 'KG-C,KG-GB', by: 'year', measure: 'persons' })).toEqual(one)
    const everywhere =
      catalog.dimensions
        .get('region')
        ?.codes.map(({ code }) => code)
        .join(',') ?? ''
    expect(await rows({ measure: 'persons', by: 'year', region: everywhere })).toEqual(
      await rows({ measure: 'persons', by: 'year' }),
    )
  })

  it('give shares that lie in their intervals and add up to one', async () => {
    for (const row of await rows({
      measure: 'custodial_share,noncustodial_share',
      by: 'region,quarter',
      interval: '95',
    })) {
      const [share, lower, upper] = ['', '_lower', '_upper'].map((suffix) => Number(row[`custodial_share${suffix}`]))
      expect(lower).toBeLessThanOrEqual(share ?? 0)
      expect(share).toBeLessThanOrEqual(upper ?? 0)
      expect(Number(row['custodial_share']) + Number(row['noncustodial_share'])).toBeCloseTo(1, 12)
    }
  })
})

describe('a comparison in time', () => {
  it('tells the published story: convictions +22 %, non-custodial +55 % from 2020 to 2023', async () => {
    const in2023 = async (parameters: Parameters) =>
      (await rows({ by: 'year', measure: 'persons', base: '2020', interval: '95', ...parameters })).find(
        ({ year }) => year === 2023,
      )
    const all = await in2023({})
    expect(all).toMatchObject({ persons: 6202, persons_before: 5074 })
    expect(all?.['persons_change']).toBeCloseTo(0.222, 3)
    const noncustodial = await in2023({ sanction_class: 'SUSP,CSM,FIN,OTH,MIX' })
    expect(noncustodial?.['persons_change']).toBeGreaterThan(0.545)
    expect(noncustodial?.['persons_change']).toBeLessThan(0.555)
  })

  it('leaves an incomplete period out, and a period compared with itself', async () => {
    const years = await rows({ by: 'year', measure: 'persons', base: '2020' })
    expect(years.find(({ year }) => year === 2026)).toMatchObject({ status: 'incomplete', persons_change: null })
    expect(years.find(({ year }) => year === 2020)).toMatchObject({ status: 'complete', persons_change: null })
  })

  it('finds the same quarter of the year before, also outside the asked period', async () => {
    const alone = await rows({ by: 'quarter', measure: 'persons', compare: 'year', from: '2023-Q2', to: '2023-Q2' })
    const before = await rows({ by: 'quarter', measure: 'persons', from: '2022-Q2', to: '2022-Q2' })
    expect(alone).toHaveLength(1)
    expect(alone[0]?.['persons_before']).toBe(before[0]?.['persons'])
  })

  it('counts an absent combination as none', async () => {
    const months = await rows({ by: 'month,court', measure: 'persons', compare: 'previous', sanction_category: 'life' })
    expect(months.some(({ persons_before }) => persons_before === 0)).toBe(true)
  })
})

describe('a question that cannot be answered', () => {
  it.each<[Parameters, string, string?]>([
    [{ measure: 'persns' }, 'UNKNOWN_MEASURE', 'persons'],
    [{ measure: 'persons', by: 'regoin' }, 'UNKNOWN_DIMENSION', 'region'],
    [{ measure: 'persons', region: 'KG-BG' }, 'UNKNOWN_CODE', 'KG-B'],
    [{ measure: 'persons', regoin: 'KG-GB' }, 'UNKNOWN_PARAMETER', 'region'],
    [{ measure: 'persons', region: ['KG-GB', 'KG-C'] }, 'REPEATED_PARAMETER'],
    [{ measure: 'persons', by: 'region,region' }, 'REPEATED_NAME'],
    [{ measure: 'custodial_share', by: 'sanction_class' }, 'NOT_ALLOWED_TOGETHER'],
    [{ measure: 'custodial_share', sanction_class: 'CUST' }, 'NOT_ALLOWED_TOGETHER'],
    [{ measure: 'persons', by: 'year,month' }, 'TWO_TIME_DIMENSIONS'],
    [{ measure: 'persons', from: '2023', to: '2020' }, 'REVERSED_PERIOD'],
    [{ measure: 'persons', from: '2023-13' }, 'BAD_PERIOD'],
    [{ measure: 'persons', compare: 'year' }, 'COMPARE_NEEDS_PERIOD'],
    [{ measure: 'persons', by: 'year', compare: 'base' }, 'BASE_NEEDED'],
    [{ measure: 'persons', interval: '0.95' }, 'BAD_PARAMETER'],
    [{ measure: 'persons', by: 'year', sort: 'person' }, 'UNKNOWN_SORT_COLUMN'],
    [{ measure: 'persons', region: "KG-GB' or 1=1 --" }, 'UNKNOWN_CODE'],
  ])('%j is refused as %s', async (parameters, code, hint) => {
    const refused = rows(parameters)
    await expect(refused).rejects.toMatchObject({ code })
    if (hint !== undefined) await expect(rows(parameters)).rejects.toThrow(`Did you mean "${hint}"?`)
  })

  it('is refused for everybody but officers while there is no release', () => {
    expect(() => policyFor('public')).toThrow(expect.objectContaining({ code: 'NO_RELEASE' }))
    expect(() => policyFor('analyst')).toThrow(expect.objectContaining({ code: 'LEVEL_NOT_AVAILABLE' }))
  })
})
