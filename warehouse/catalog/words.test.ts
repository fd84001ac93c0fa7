import { describe, expect, it } from 'vitest'
import { languages, loadJurisdiction } from '#jurisdictions'
import { buildCatalog } from './catalog.ts'
import { clausesOf } from './condition.ts'
import { formulaOfIndicator } from './indicator.ts'

const catalog = buildCatalog(loadJurisdiction('kg'))
const numbersIn = (text: string) => [...text.matchAll(/\d+/g)].map(([number]) => number)

/** Dimensions whose codes are days. */
const times = ['timeliness', 'waiting_band']

const counts = [...catalog.datasets.values()].flatMap((dataset) =>
  Object.entries(dataset.counts).map(([name, count]) => ({ name: `${dataset.name}.${name}`, dataset, count })),
)

describe('the words of counts', () => {
  it.each(languages)('tell apart what is counted under different conditions, in %s', (language) => {
    for (const { name, dataset, count } of counts)
      for (const [other, { cube, where, label }] of Object.entries(dataset.counts))
        if (cube === count.cube && JSON.stringify(where) !== JSON.stringify(count.where) && label !== undefined)
          expect([name, other, count.label?.[language]]).not.toEqual([name, other, label[language]])
  })

  it.each(languages)('name the limit of a time that is part of their condition, in %s', (language) => {
    let limits = 0
    for (const { name, dataset, count } of counts)
      for (const { dimension, codes, isIn } of clausesOf(count.where)) {
        const known = dataset.dimensions.get(dimension)?.codes.filter(({ code }) => codes.includes(code)) ?? []
        const ends = known.flatMap(({ to }) => (to === undefined ? [] : [to - 1]))
        if (!isIn || !times.includes(dimension) || count.label === undefined) continue
        limits++
        expect([name, ...numbersIn(count.label[language])]).toContain(String(Math.max(...ends)))
      }
    expect(limits).toBeGreaterThanOrEqual(3)
  })
})

describe('the words of indicators', () => {
  it.each(languages)('hold the formula that is computed, with all its limits, in %s', (language) => {
    for (const indicator of catalog.indicators.filter(({ series }) => series.length > 0)) {
      const { code, label, definition, series } = indicator
      const measure = catalog.datasets.get(series[0]?.dataset ?? '')?.measures.get(series[0]?.measure ?? '')
      const formula = formulaOfIndicator(indicator, catalog.datasets)?.[language] ?? ''
      expect([code, formula]).toEqual([code, expect.stringMatching(/÷/)])
      for (const limit of numbersIn(measure?.label[language] ?? '')) {
        expect([code, ...numbersIn(definition[language])]).toContain(limit)
        if (!label[language].includes('100')) expect([code, ...numbersIn(label[language])]).toContain(limit)
      }
    }
  })

  it('say what they leave out where the formula says it', () => {
    const says = { en: /released|recorded/, ru: /освобождённых|указан/, ky: /бошотулган|көрсөтүл/ }
    for (const indicator of catalog.indicators) {
      const formula = formulaOfIndicator(indicator, catalog.datasets)
      for (const language of languages)
        if (formula !== undefined && says[language].test(formula[language]))
          expect([indicator.code, indicator.definition[language]]).toEqual([
            indicator.code,
            expect.stringMatching(says[language]),
          ])
    }
  })
})

describe('the words of stocks', () => {
  const kg = loadJurisdiction('kg')
  const from = (year_starts: number) => buildCatalog({ ...kg, profile: { ...kg.profile, year_starts } })
  const rule = (year_starts: number) => from(year_starts).datasets.get('custody_stock')?.rule
  const definition = (year_starts: number) =>
    from(year_starts).indicators.find(({ code }) => code === '16.3.2')?.definition

  it('say the last day of the years of the jurisdiction', () => {
    expect(rule(1)?.en).toMatch('for a year, on 31 December. A')
    expect(rule(4)?.en).toMatch('for a year, on 31 March. A')
    expect(rule(3)?.ru).toMatch('за год — на последний день февраля. П')
    expect(definition(7)?.ky).toMatch(/^30-июнга карата/)
    expect(definition(3)?.ky).toMatch(/^Февралдын акыркы күнүнө карата/)
  })

  it('leave no place unfilled', () => {
    for (let month = 1; month <= 12; month++)
      expect(JSON.stringify([...from(month).datasets.values()])).not.toMatch('year_end')
  })
})
