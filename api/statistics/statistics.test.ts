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
    const effects = findings.map(({ result }: { result: { effect: number } }) => result.effect)
    const total = effects.pop() ?? 0
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
    }
    expect(parameters.overall).toBeGreaterThan(0)
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
    for (const wrong of [`interrupted?${question}`, `trend?${question}&event=codes-2021`])
      expect((await request(app()).get(`/v1/statistics/${wrong}`)).body.code).toBe('NOT_FOR_METHOD')
  })
})
