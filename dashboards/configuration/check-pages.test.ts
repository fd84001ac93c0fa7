import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Fault, packagePath } from '#foundation'
import { loadJurisdiction, shippedJurisdictions } from '#jurisdictions'
import { catalogFaults, Declarations } from '#warehouse'
import { OneChanged } from '../testing/one-changed.ts'
import { pageFaults, pageFilesFor, requireSoundPages } from './check-pages.ts'

const kg = loadJurisdiction('kg')
const folder = mkdtempSync(join(tmpdir(), 'pages-'))
afterAll(() => rmSync(folder, { recursive: true }))
let copies = 0

type Change = readonly [file: string, from: string, to: string]

/** What is wrong when some texts of the configuration are replaced; they have to be there. */
function faultsWith(...changes: readonly Change[]): readonly Fault[] {
  const copy = join(folder, String(copies++))
  const parts = ['warehouse/catalog', 'warehouse/cubes', 'dashboards/boards', 'dashboards/texts', 'dashboards/pack']
  for (const part of parts) cpSync(packagePath(part), join(copy, part), { recursive: true })
  for (const [file, from, to] of changes) {
    const text = readFileSync(join(copy, file), 'utf8')
    expect(text).toContain(from)
    writeFileSync(join(copy, file), text.replace(from, to))
  }
  const declarations = new Declarations(join(copy, 'warehouse'))
  const unsound = catalogFaults(kg, declarations)
  const [boards, texts, pack] = ['boards', 'texts', 'pack/pack.yaml'].map((part) => join(copy, 'dashboards', part)) as [
    string,
    string,
    string,
  ]
  return [...unsound, ...pageFaults({ boards, texts, pack }, { jurisdiction: kg, declarations, unsound })]
}

const prison = 'dashboards/boards/prison.yaml'
const reported = ({ code, file, word, nearest }: Fault) => [code, basename(file), word, nearest]

const changed = new OneChanged(kg)
afterAll(() => changed.remove())

/** What is wrong with a board that has one panel more. */
function faultsOfPanel(lines: string): readonly Fault[] {
  const text = readFileSync(packagePath(prison), 'utf8')
  const words = 'title: { en: a, ru: b, ky: c }\n    description: { en: a, ru: b, ky: c }'
  return changed.faultsWith(prison, `${text}  - name: added\n    ${words}\n    ${lines.replaceAll('\n', '\n    ')}\n`)
}

describe('a panel', () => {
  it.each([
    ['dataset: custdy\nquery: { measure: held, by: year }\nchart: lines', 'custdy', 'custody'],
    ['dataset: sentences\nquery: { measure: persons, by: "{grain},age_broad" }\nchart: lines', 'age_broad', 'age_band'],
    ['dataset: sentences\nquery: { measure: persons, by: "{grian},sex" }\nchart: lines', 'grian', 'grain'],
    [
      'dataset: sentences\nquery: { measure: custodial_share, by: year, intervall: "95" }\nchart: lines',
      'intervall',
      'interval',
    ],
    ['dataset: sentences\nquery: { measure: persons, by: year, detail: ful }\nchart: lines', 'ful', 'full'],
    ['dataset: sentences\nquery: { measure: persons, by: year, sex: W }\nchart: lines', 'W', undefined],
    ['dataset: sentences\nmethod: trendd\nquery: { measure: persons, by: year }\nchart: lines', 'trendd', undefined],
    [
      'dataset: custody_stock\nmethod: projection\nquery: { measure: held, by: quarter, upto: "12" }\nchart: bands',
      'upto',
      'upTo',
    ],
    [
      'dataset: custody_stock\nmethod: projection\nquery: { measure: held, by: quarter }\nchart: bands\nresult: prisons',
      'prisons',
      'prison',
    ],
    ['dataset: sentences\nquery: { measure: persons, by: year }\nchart: linse', 'linse', 'lines'],
    ['dataset: sentences\nquery: { measure: persons, by: year }\nchart: lines\ntrend: person', 'person', 'persons'],
    [
      'dataset: sentences\nquery: { measure: persons, by: court }\nchart: bars\ndrill_down: offense',
      'offense',
      undefined,
    ],
    [
      'dataset: sentences\nmethod: substitution\nquery: { measure: persons, by: "year,sanction_class", grown: CMS }\nchart: effects',
      'CMS',
      'CSM',
    ],
    [
      'dataset: sentences\nmethod: interrupted\nquery: { measure: persons, by: month, event: code-2021 }\nchart: table',
      'code-2021',
      'codes-2021',
    ],
  ])('is refused for a name that nothing has, with the right one: %s', (lines, word, nearest) => {
    const length = readFileSync(packagePath(prison), 'utf8').split('\n').length
    const faults = faultsOfPanel(lines)
    expect(faults.map(reported)).toEqual([['BOARD_INVALID', 'prison.yaml', word, nearest]])
    expect(faults[0]?.line).toBeGreaterThan(length)
  })

  it.each([
    ['dataset: sentences\nquery: { measure: persons, by: year }\nchart: map', /"map" needs region/],
    [
      'dataset: sentences\nquery: { measure: persons, by: region }\nchart: lines',
      /"lines" needs year, quarter or month/,
    ],
    ['dataset: sentences\nquery: { measure: persons, by: year }\nchart: bars', /"bars" needs a dimension beside time/],
    ['dataset: sentences\nquery: { measure: persons, by: year }\nchart: funnel', /"funnel" shows what a method finds/],
    [
      'dataset: sentences\nquery: { measure: persons, by: "year,quarter" }\nchart: lines',
      /one of year, quarter and month/,
    ],
    [
      'dataset: sentences\nquery: { measure: custodial_share, by: "year,sanction_class" }\nchart: lines',
      /cannot be asked by/,
    ],
    [
      'dataset: sentences\nquery: { measure: persons, by: year, compare: base }\nchart: lines\nvalue: change',
      /base=2020/,
    ],
    ['dataset: sentences\nquery: { measure: persons, by: year }\nchart: lines\nvalue: change', /needs "compare"/],
    ['dataset: custody_stock\nquery: { measure: held, by: sex }\nchart: bars', /This is a stock on a day/],
    [
      'dataset: sentences\nmethod: decomposition\nquery: { measure: persons, by: year }\nchart: effects',
      /needs one measure/,
    ],
    [
      'dataset: sentences\nmethod: funnel\nquery: { measure: custodial_share, by: region }\nchart: bars',
      /drawn as "funnel"/,
    ],
    ['dataset: sentences\nquery: { measure: persons, by: year, from: "{year" }\nchart: lines', /written as \{year\}/],
    [
      'dataset: sentences\nquery: { measure: persons, by: year, from: "20-20" }\nchart: lines',
      /a year, a quarter or a month/,
    ],
    ['dataset: sentences\nquery: { by: year }\nchart: lines', /a question needs a measure/],
  ])('is refused when its parts do not fit together: %s', (lines, message) => {
    expect(faultsOfPanel(lines).map((one) => one.message)).toEqual([expect.stringMatching(message)])
  })
})

describe('the configuration of pages', () => {
  it.each(shippedJurisdictions())('is sound for %s', (code) => {
    expect(pageFaults(pageFilesFor(), { jurisdiction: loadJurisdiction(code) })).toEqual([])
  })

  it('tells the faults of all files at once, each with the code of its file', () => {
    const faults = faultsWith(
      [prison, 'filters: [sex, broad_age]', 'filters: [sexx, broad_age]'],
      ['dashboards/boards/why.yaml', 'chart: effects', 'chart: efects'],
      ['dashboards/texts/ru.yaml', 'navigation:', 'navigtion:'],
      ['dashboards/texts/ky.yaml', '{percent}', '{prcent}'],
      ['warehouse/catalog/datasets/handoff.yaml', 'timeliness: [D010] ', 'timeliness: [D001] '],
    )
    expect(faults.map(reported)).toEqual([
      ['CATALOG_INVALID', 'handoff.yaml', 'D001', 'D010'],
      ['BOARD_INVALID', 'why.yaml', 'efects', 'effects'],
      ['TEXT_INVALID', 'ky.yaml', 'prcent', 'percent'],
      ['TEXT_INVALID', 'ky.yaml', undefined, undefined],
      ['TEXT_INVALID', 'ru.yaml', 'navigtion', 'navigation'],
      ['TEXT_INVALID', 'ru.yaml', undefined, undefined],
      ['BOARD_INVALID', 'prison.yaml', 'sexx', 'sex'],
    ])
  })

  it('knows the panels, measures and codes that the pack names, in the file of the secretary too', () => {
    const pack = 'dashboards/pack/pack.yaml'
    const faults = faultsWith([pack, 'prison-held', 'prison-hold'], [pack, 'kind: executive', 'kind: exekutive'])
    expect(faults.map(reported)).toEqual([
      ['PACK_CONTENT', 'pack.yaml', 'prison-hold', 'prison-held'],
      ['PACK_CONTENT', 'pack.yaml', 'exekutive', 'executive'],
    ])
    const own = join(folder, 'secretary')
    mkdirSync(own)
    const text = readFileSync(packagePath(pack), 'utf8')
    writeFileSync(join(own, 'pack.yaml'), text.replace('why-substitution', 'why-substitutes'))
    expect(() => requireSoundPages(kg, own)).toThrow(/why-substitutes.*Did you mean "why-substitution"/)
  })

  it('does not blame pages for what is wrong in the catalog', () => {
    const faults = faultsWith(['warehouse/catalog/datasets/handoff.yaml', 'counts:', 'count:'])
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['CATALOG_INVALID']))
  })
})
