import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { publicApp } from '../testing/public-app.ts'

const { app } = publicApp()

const ask = async (path: string) => (await request(app()).get(`/v1/statistics/${path}`).expect(200)).body

describe('a trend', () => {
  it('is told for each group with its interval, and leaves the incomplete period out', async () => {
    const { findings, release, notes } = await ask('trend?dataset=sentences&measure=persons&by=year,sex&from=2020')
    for (const { result } of findings.slice(0, 2)) {
      expect(result.lower).toBeLessThan(result.growth)
      expect(result.growth).toBeLessThan(result.upper)
      expect(result.to).toBe('2025')
      const isClear = result.lower > 0 || result.upper < 0
      expect(result.verdict === 'no_clear_change').toBe(!isClear)
    }
    expect([release, notes.map(({ code }: { code: string }) => code)]).toEqual([
      '2026-Q3.1',
      expect.arrayContaining(['rounded']),
    ])
  })

  it('is refused for what it does not understand, with what it needs', async () => {
    for (const wrong of [
      'trend?dataset=sentences&measure=custodial_share&by=year',
      'trend?dataset=sentences&measure=persons&by=region',
      'funnel?dataset=sentences&measure=persons&by=region',
      'seasonal?dataset=sentences&measure=persons&by=year',
      'decomposition?dataset=sentences&measure=custodial_share&by=year',
    ]) {
      const { body } = await request(app()).get(`/v1/statistics/${wrong}`).expect(400)
      expect([wrong, body.code, body.detail]).toEqual([wrong, 'NOT_FOR_METHOD', expect.stringContaining('needs')])
    }
    await request(app()).get('/v1/statistics/tend?dataset=sentences&measure=persons&by=year').expect(404)
    const { body } = await request(app()).get(
      '/v1/statistics/trend?dataset=sentences&measure=persons&by=year&from=2023&to=2024',
    )
    expect(body.code).toBe('TOO_FEW_PERIODS')
  })
})

describe('growth between two years', () => {
  const path = 'growth?dataset=sentences&measure=persons&by=year'

  it('holds what the series varies beyond chance, so that it is never surer than chance alone', async () => {
    const { findings } = await ask(`${path},sanction_class&since=2020&until=2025`)
    for (const { result } of findings) {
      expect(result.lower).toBeLessThanOrEqual(result.growth)
      expect(result.verdict === 'no_clear_change').toBe(result.lower <= 0 && result.upper >= 0)
    }
    const [{ result }] = (await ask(`${path}&since=2020&until=2025`)).findings
    const { body } = await request(app()).get('/v1/data/sentences?measure=persons&by=year&base=2020&interval=95')
    const names: string[] = body.columns.map(({ name }: { name: string }) => name)
    const row = body.rows.find((cells: readonly unknown[]) => cells[names.indexOf('year')] === 2025)
    expect(result.growth).toBeCloseTo(row[names.indexOf('persons_change')], 12)
    expect(result.lower).toBeLessThan(row[names.indexOf('persons_change_lower')])
    expect(result.dispersion).toBeGreaterThan(1)
  })

  it('is refused for years that are not complete, and for parts of the series', async () => {
    for (const [wrong, code] of [
      ['&since=2020', 'NOT_FOR_METHOD'],
      ['&since=2020&until=2026', 'UNKNOWN_CODE'],
      ['&since=2020&until=2025&from=2020', 'NOT_FOR_METHOD'],
      ['&since=2020&until=twenty', 'BAD_PARAMETER'],
    ])
      expect((await request(app()).get(`/v1/statistics/${path}${wrong}`)).body.code).toBe(code)
  })
})

describe('a seasonal adjustment', () => {
  it('gives a series whose years add up to nearly the same', async () => {
    const { findings } = await ask('seasonal?dataset=sentences&measure=persons&by=month&from=2018&to=2023')
    const periods: { value: number; adjusted: number }[] = findings[0].result.periods
    expect(periods).toHaveLength(72)
    const sum = (key: 'value' | 'adjusted') => periods.reduce((total, period) => total + period[key], 0)
    expect(Math.abs(sum('adjusted') / sum('value') - 1)).toBeLessThan(0.02)
    const { findings: found } = await ask('breaks?dataset=sentences&measure=persons&by=quarter&from=2018&to=2025')
    expect(found[0].result.after.length).toBeLessThanOrEqual(3)
  })
})

describe('a decomposition', () => {
  it('has effects that add up to the change of the share', async () => {
    const path = 'decomposition?dataset=sentences&measure=custodial_share&by=year,offence_section,sex&from=2020&to=2023'
    const { findings, parameters } = await ask(path)
    const effects = findings.slice(0, 4).map(({ result }: { result: { effect: number } }) => result.effect)
    const total = effects.pop() ?? 0
    const steps = findings.slice(4).map(({ result }: { result: { total: number } }) => result.total)
    expect(steps).toHaveLength(3)
    expect(steps.reduce((sum: number, step: number) => sum + step, 0)).toBeCloseTo(total, 10)
    expect(effects).toHaveLength(3)
    expect(effects.reduce((sum: number, effect: number) => sum + effect, 0)).toBeCloseTo(total, 10)
    expect(parameters).toMatchObject({ from: '2020', to: '2023' })
  })
})

describe('a funnel', () => {
  it('calls units unusual only when they lie outside limits of their size', async () => {
    const { findings, parameters } = await ask(
      'funnel?dataset=sentences&measure=custodial_share&by=region&from=2023&to=2023',
    )
    expect(findings.length).toBeGreaterThan(8)
    for (const { result } of findings) {
      const isOutside = result.share < result.limits95.lower || result.share > result.limits95.upper
      expect(result.place === 'inside').toBe(!isOutside)
      expect(result.limits998.lower).toBeLessThan(result.limits95.lower)
      expect(result.limits95.lower).toBeLessThanOrEqual(result.chanceLimits95.lower)
    }
    expect(parameters.overall).toBeGreaterThan(0)
  })

  it('has limits for units of any size, and says how far units differ beyond chance', async () => {
    const { findings, parameters } = await ask('funnel?dataset=sentences&measure=custodial_share&by=region')
    expect(parameters.dispersion).toBeGreaterThan(1)
    for (const { result } of findings) {
      for (const { lower, upper } of [result.limits95, result.limits998, result.chanceLimits95]) {
        expect(lower).toBeLessThan(parameters.overall)
        expect(upper).toBeGreaterThan(parameters.overall)
      }
      const spread = Math.sqrt((parameters.overall * (1 - parameters.overall)) / result.total)
      expect((result.chanceLimits95.upper - parameters.overall) / spread / 1.96).toBeCloseTo(1, 1)
      if (result.place !== 'inside') expect(result.placeByChance).not.toBe('inside')
    }
  })
})

describe('an interrupted series', () => {
  it('is told for an event of the catalog only', async () => {
    const question = 'dataset=sentences&measure=persons&by=month,sex&from=2018&to=2024'
    const { findings, parameters } = await ask(`interrupted?${question}&event=codes-2021`)
    expect(parameters).toMatchObject({ event: 'codes-2021', on: '2021-12-01' })
    expect(findings[0].result).toMatchObject({ firstAfter: '2021-12', step: { verdict: expect.any(String) } })
    const { body } = await request(app()).get(`/v1/statistics/interrupted?${question}&event=war`).expect(400)
    expect(body).toMatchObject({ code: 'UNKNOWN_CODE', allowed: expect.arrayContaining(['codes-2021']) })
    const rates = await ask(
      `interrupted?${question.replace('month,sex', 'month')}&event=codes-2021&per=population&shape=step`,
    )
    expect(rates.parameters).toMatchObject({ per: 'population', shape: 'step' })
    expect(rates.findings[0].result).toMatchObject({ slope: null, lag: expect.any(Number) })
    for (const [wrong, code] of [
      [`interrupted?${question}`, 'NOT_FOR_METHOD'],
      [`trend?${question}&event=codes-2021`, 'UNKNOWN_PARAMETER'],
    ])
      expect((await request(app()).get(`/v1/statistics/${wrong}`)).body.code).toBe(code)
  })
})

describe('a standardisation', () => {
  it('gives each region its share at the common mix of offences, and draws small ones to the middle', async () => {
    const { findings, parameters } = await ask(
      'standardise?dataset=sentences&measure=custodial_share&by=region,offence_section&from=2023&to=2023',
    )
    expect(findings.length).toBeGreaterThan(8)
    for (const { result } of findings) {
      expect(result.interval.lower).toBeLessThan(result.adjusted)
      expect(result.interval.upper).toBeGreaterThan(result.adjusted)
      expect(Math.abs(result.shrunken - parameters.overall)).toBeLessThanOrEqual(
        Math.abs(result.crude - parameters.overall) + 1e-12,
      )
    }
    const observed = findings.reduce((sum: number, { result }: never) => sum + result['indirect']['observed'], 0)
    const expected = findings.reduce((sum: number, { result }: never) => sum + result['indirect']['expected'], 0)
    expect(expected / observed).toBeCloseTo(1, 6)
  })
})

describe('a disparity', () => {
  const path = 'disparity?dataset=sentences&measure=custodial_share&by=sex,offence_section&from=2023&to=2023&sex=F,M'

  it('is told as it is and within offences, and both ways to adjust agree nearly', async () => {
    const { findings } = await ask(path)
    const [crude, adjusted] = findings
    expect(crude.group).toEqual({ sex: expect.any(String), against: expect.any(String) })
    expect(crude.result.interval.lower).toBeLessThan(crude.result.difference)
    const { adjusted: odds, logistic, isReversed } = adjusted.result
    expect(logistic.oddsRatio / odds).toBeGreaterThan(0.9)
    expect(logistic.oddsRatio / odds).toBeLessThan(1.1)
    expect(isReversed).toBe(Math.sign(Math.log(adjusted.result.crude)) !== Math.sign(Math.log(odds)))
  })

  it('needs two groups', async () => {
    const wrong = '/v1/statistics/disparity?dataset=sentences&measure=custodial_share&by=region,offence_section'
    expect((await request(app()).get(wrong)).body.code).toBe('NOT_FOR_METHOD')
  })
})

describe('substitution', () => {
  const path = 'substitution?dataset=sentences&measure=persons&by=year,sanction_class&from=2019&to=2024'

  it('lays the growth of a class against the falls of others; of each thousand nothing is left over', async () => {
    const { findings } = await ask(`${path}&grown=CSM`)
    for (const { result } of findings) {
      const matched = result.replaced.reduce((sum: number, one: { value: number }) => sum + one.value, 0)
      expect(matched + result.added.value).toBeCloseTo(Math.max(0, result.growth.value), 6)
    }
    expect(findings[1].result.added.value).toBeCloseTo(0, 6)
  })

  it('names the groups that there are', async () => {
    const { body } = await request(app()).get(`/v1/statistics/${path}&grown=JAIL`).expect(400)
    expect(body).toMatchObject({ code: 'UNKNOWN_CODE', allowed: expect.arrayContaining(['CUST', 'CSM']) })
    expect((await request(app()).get(`/v1/statistics/${path}`)).body.code).toBe('NOT_FOR_METHOD')
  })
})

describe('the validation of the risk tool', () => {
  it('has an area with its interval, a share for each level and errors for each threshold', async () => {
    const { findings } = await ask('risk-tool?dataset=followup&measure=ended_by_level&by=level,outcome')
    const [{ result }, ...others] = findings
    expect(result.interval.lower).toBeLessThan(result.area)
    expect(result.interval.upper).toBeGreaterThan(result.area)
    const thresholds = others.filter(({ group }: { group: object }) => 'calledHigh' in group)
    const missed = thresholds.map((one: { result: { falseNegativeRate: number } }) => one.result.falseNegativeRate)
    expect(missed).toEqual(missed.toSorted((one: number, other: number) => one - other))
  })
})

describe('a projection', () => {
  const path = 'projection?dataset=custody_stock&measure=held&by=quarter'
  type Band = { readonly lower: number; readonly upper: number } | null
  interface Stock {
    readonly first: string
    readonly baseline: readonly {
      readonly period: string
      readonly expected: number
      readonly band80: Band
      readonly band95: Band
    }[]
    readonly models: readonly { readonly model: string }[]
    readonly bands: readonly { readonly errors: number; readonly band95: { readonly from: number } | null }[]
    readonly scenario: readonly { readonly expected: number }[] | null
    readonly effect: readonly { readonly change: number; readonly interval: NonNullable<Band> }[] | null
    readonly backTest: readonly { readonly errors: Readonly<Record<string, number>>; readonly beatsDrift: boolean }[]
    readonly reliability: string
  }
  const stockOf = (findings: { group: { compartment?: string }; result: unknown }[], name: string) =>
    findings.find(({ group }) => group.compartment === name)?.result as Stock

  it('shows the model first that erred least on the past, the others beside it, and no band that the past does not support', async () => {
    const { findings, parameters } = await ask(path)
    for (const name of ['prison', 'supervision']) {
      const { first, models, baseline, bands, scenario, effect, backTest, reliability } = stockOf(findings, name)
      expect([baseline.length, baseline[0]?.period, parameters.last]).toEqual([12, '2026-Q4', '2026-Q3'])
      expect([models[0]?.model, models.length, scenario, effect]).toEqual([first, 4, null, null])
      const error = (model: string) => backTest.reduce((sum, { errors }) => sum + (errors[model] ?? 0), 0)
      for (const { model } of models) expect(error(first)).toBeLessThanOrEqual(error(model))
      for (const [at, { band80, band95, expected }] of baseline.entries()) {
        const own = bands[at]
        expect(band95 === null).toBe(own?.band95 === null)
        if (band95 === null) continue
        expect(bands[(own?.band95?.from ?? 0) - 1]?.errors).toBeGreaterThanOrEqual(19)
        expect(band95.lower).toBeLessThanOrEqual(band80?.lower ?? expected)
        expect(band95.upper).toBeGreaterThanOrEqual(band80?.upper ?? expected)
      }
      expect(reliability).toBe(backTest.every(({ beatsDrift }) => beatsDrift) ? 'beats drift' : 'not reliable here')
    }
  })

  it('tells the effect of a reform with its own interval, and none where the model behind it is not reliable', async () => {
    const { findings } = await ask(`${path}&divert=0.3&upTo=24&term=12&periods=20`)
    for (const name of ['prison', 'supervision']) {
      const { baseline, scenario, effect, reliability } = stockOf(findings, name)
      if (reliability === 'not reliable here') {
        expect([scenario, effect]).toEqual([null, null])
        continue
      }
      const { change, interval } = effect?.at(-1) ?? { change: 0, interval: { lower: 0, upper: 0 } }
      expect(interval.upper - interval.lower).toBeGreaterThan(Math.abs(change) / 50)
      expect(change).toBeLessThan(-10)
      expect(interval.upper).toBeLessThan(0)
      expect((scenario?.at(-1)?.expected ?? 0) - (baseline.at(-1)?.expected ?? 0)).toBeCloseTo(change, 6)
    }
    expect(findings.map(({ result }: { result: Stock }) => result.reliability)).toContain('beats drift')
    expect(findings.at(-1).result).toMatchObject({ places: 17134, officers: expect.any(Number) })
    const earlier = await ask(`${path}&earlier=0.1`)
    const { effect } = stockOf(earlier.findings, 'prison')
    expect(effect?.at(-1)?.change).toBeLessThan(-50)
    expect(effect?.at(-1)?.interval.lower).toBeLessThan(effect?.at(-1)?.change ?? 0)
  })

  it('refuses what it cannot do, with what it needs', async () => {
    for (const [wrong, code] of [
      ['&divert=2', 'BAD_PARAMETER'],
      ['&periods=400', 'BAD_PARAMETER'],
      ['&from=2020', 'NOT_FOR_METHOD'],
      ['&status=untried', 'NOT_FOR_METHOD'],
    ])
      expect((await request(app()).get(`/v1/statistics/${path}${wrong}`)).body.code).toBe(code)
  })
})

describe('the list of methods', () => {
  it('is part of the catalog, in three languages', async () => {
    for (const lang of ['ky', 'ru', 'en']) {
      const { body } = await request(app()).get(`/v1/catalog?lang=${lang}`)
      const listed = (await request(app()).get(`/v1/statistics?lang=${lang}`)).body.methods
      expect(body.methods).toEqual(listed)
      expect(listed.length).toBeGreaterThan(10)
    }
  })
})
