import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import {
  type AccessLevel,
  ask,
  buildCatalog,
  cellReader,
  datasetNamed,
  EditionReader,
  generationSource,
  type Parameters,
  parseQuestion,
  policyFor,
  releaseSource,
  snapshotSource,
} from '../index.ts'

const catalog = buildCatalog(loadJurisdiction('kg'))
const sentences = datasetNamed('sentences', catalog)
let readers: { readonly [L in AccessLevel]: EditionReader<L> }
beforeAll(() => {
  const home = inject('kgHome')
  readers = {
    public: new EditionReader(releaseSource(home), { home }),
    analyst: new EditionReader(snapshotSource(home), { home }),
    officer: new EditionReader(generationSource(home), { home }),
  }
})
afterAll(() => Promise.all(Object.values(readers).map((reader) => reader.close())))

async function rows(
  parameters: Parameters,
  level: AccessLevel = 'officer',
  dataset = 'sentences',
): Promise<Record<string, unknown>[]> {
  const answer = await ask(
    parseQuestion(parameters, datasetNamed(dataset, catalog)),
    policyFor(level),
    catalog,
    readers[level].pin(),
    AbortSignal.timeout(30_000),
  )
  const cells = answer.columns.map((column) => [column.name, cellReader(column)] as const)
  return Array.from({ length: answer.rows }, (_, row) =>
    Object.fromEntries(cells.map(([name, read]) => [name, read(row)])),
  )
}

const total = (answer: Record<string, unknown>[]) => answer.reduce((sum, row) => sum + Number(row['persons']), 0)

const codeDimensions = [...sentences.dimensions.values()].filter(({ grain }) => grain === undefined)
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
      sentences.dimensions
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
    expect(years.find(({ year }) => year === 2026)).toMatchObject({ period_status: 'incomplete', persons_change: null })
    expect(years.find(({ year }) => year === 2020)).toMatchObject({ period_status: 'complete', persons_change: null })
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

  it('gives a row to what fell to zero, and -100 % only where nobody is left for certain', async () => {
    const plain = { by: 'quarter,court', measure: 'persons', sanction_category: 'life', detail: 'full' }
    const asked = { ...plain, compare: 'previous' }
    for (const level of ['officer', 'analyst', 'public'] as const) {
      const all = await rows(asked, level)
      const fallen = all.filter(({ persons, persons_before }) => persons === 0 && Number(persons_before) > 0)
      expect(fallen.length).toBeGreaterThan(0)
      expect(new Set(fallen.map((row) => row['persons_change']))).toEqual(new Set([level === 'officer' ? -1 : null]))
      expect([level, total(all)]).toEqual([level, total(await rows(plain, level))])
      expect(all).toEqual(await rows({ ...asked, sort: plain.by }, level))
    }
  })
})

describe('a question that cannot be answered', () => {
  it.each<[Parameters, string, string?]>([
    [{ measure: 'persns' }, 'UNKNOWN_MEASURE', 'persons'],
    [{ measure: 'persons', by: 'regoin' }, 'UNKNOWN_DIMENSION', 'region'],
    [{ measure: 'persons', region: 'KG-BG' }, 'UNKNOWN_CODE', 'KG-GB'],
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
})

describe('counting units', () => {
  const counts = async (parameters: Parameters, level: AccessLevel = 'officer') =>
    new Map(
      (await rows({ measure: 'count', ...parameters }, level, 'sentences_units')).map((row) => [
        row,
        Number(row['count']),
      ]),
    )
  const total = async (parameters: Parameters) =>
    [...(await counts(parameters)).values()].reduce((sum, one) => sum + one, 0)

  it('keep their order: persons in a year, persons, charges, sanctions; and no more cases than persons', async () => {
    for (const year of ['2019', '2023']) {
      const period = { from: year, to: year }
      const [inYear, persons, charges, sanctions, cases] = await Promise.all(
        ['person_year', 'person', 'charge', 'sanction', 'case'].map((unit) => total({ ...period, unit })),
      )
      expect(inYear).toBeLessThanOrEqual(persons ?? 0)
      expect(cases).toBeLessThanOrEqual(persons ?? 0)
      expect(persons).toBeLessThanOrEqual(charges ?? 0)
      expect(charges).toBeLessThanOrEqual(sanctions ?? 0)
    }
  })

  it('agree where they must: rules and placements move persons between classes and add none', async () => {
    const persons = await total({})
    for (const turned of [{ rule: 'highest_maximum' }, { placement: 'custodial' }, { stage: 'first_instance' }])
      expect(await total(turned)).toBe(persons)
    expect(await total({ view: 'bridged' })).toBeLessThanOrEqual(persons)
    const inSentences = await rows({ measure: 'persons' })
    expect(inSentences[0]?.['persons']).toBe(persons)
  })

  it('give one number in both datasets at the public level', async () => {
    const units = await rows({ measure: 'count', by: 'year,sanction_class' }, 'public', 'sentences_units')
    const sentences = await rows({ measure: 'persons', by: 'year,sanction_class', to: '2025' }, 'public')
    const keyed = (all: Record<string, unknown>[], name: string) =>
      new Map(all.map((row) => [`${row['year']} ${row['sanction_class']}`, row[name]]))
    expect(keyed(units, 'count')).toEqual(keyed(sentences, 'persons'))
  })
})

describe('public answers', () => {
  it('add up to the same total whatever they are broken down by', async () => {
    const all = total(await rows({ measure: 'persons' }, 'public'))
    await fc.assert(
      fc.asyncProperty(dimensions, async (by) => {
        expect(total(await rows({ measure: 'persons', by: by.join(','), detail: 'full' }, 'public'))).toBe(all)
      }),
      { numRuns: 25 },
    )
  })

  it('are near the truth, and never a one or a two', async () => {
    const open = await rows({ measure: 'persons', by: 'year,region,sanction_class', detail: 'full' }, 'public')
    const exact = await rows({ measure: 'persons', by: 'year,region,sanction_class' })
    const truth = new Map(
      exact.map(({ year, region, sanction_class, persons }) => [`${year}${region}${sanction_class}`, Number(persons)]),
    )
    const errors = open.map(({ year, region, sanction_class, persons }) =>
      Math.abs(Number(persons) - (truth.get(`${year}${region}${sanction_class}`) ?? 0)),
    )
    expect(Math.max(...errors)).toBeLessThanOrEqual(24)
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(4)
    const finest = await rows(
      { measure: 'persons', by: 'month,court,offence,sex,age_band,sanction_category,length_band', detail: 'full' },
      'public',
    )
    expect(finest.filter(({ persons }) => Number(persons) < 3)).toEqual([])
  })

  it('are rolled up where cells would stand for nobody, and say so', async () => {
    const fine = await rows({ measure: 'persons', by: 'month,court,offence' }, 'public')
    expect(Object.keys(fine[0] ?? {})).not.toContain('month')
    const small = await rows(
      { measure: 'custodial_share', by: 'court,offence', detail: 'full', from: '2023', to: '2023' },
      'public',
    )
    expect(
      small.filter(({ reliability }) => reliability === 'not_shown').every((row) => row['custodial_share'] === null),
    ).toBe(true)
    expect(new Set(small.map(({ reliability }) => reliability))).toEqual(new Set(['not_shown', 'unreliable', 'normal']))
  })
})

describe('analysts', () => {
  it.each<[Parameters, string]>([
    [{ measure: 'persons', by: 'year,region,sex,age_band,offence' }, 'TOO_MANY_DIMENSIONS'],
    [{ measure: 'persons', by: 'year', court: 'GB-01,GB-02' }, 'ONE_CODE_OR_GROUP'],
    [{ measure: 'persons', by: 'year', sex: 'M,UNK' }, 'ONE_CODE_OR_GROUP'],
  ])('may not ask %j: %s', async (parameters, code) => {
    await expect(rows(parameters, 'analyst')).rejects.toMatchObject({ code })
  })

  it('get noise that is the same for the same persons in any table', async () => {
    const one = await rows({ measure: 'persons', region: 'KG-T', from: '2023', to: '2023' }, 'analyst')
    const table = await rows({ measure: 'persons', by: 'region', from: '2023', to: '2023' }, 'analyst')
    const exact = await rows({ measure: 'persons', region: 'KG-T', from: '2023', to: '2023' })
    expect(table.find(({ region }) => region === 'KG-T')?.['persons']).toBe(one[0]?.['persons'])
    expect(Math.abs(Number(one[0]?.['persons']) - Number(exact[0]?.['persons']))).toBeLessThanOrEqual(5)
  })
})
