import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { type Fault, packagePath, tryYaml } from '#foundation'
import { type Jurisdiction, loadJurisdiction, shippedJurisdictions } from '#jurisdictions'
import { type Misspelling, misspellings } from '../../foundation/testing/misspellings.ts'
import { disclosureSchema } from '../../jurisdictions/loader/disclosure.ts'
import { sdgSchema } from '../../jurisdictions/loader/sdg.ts'
import { policyFor } from '../disclosure/policy.ts'
import { duckdbDialect } from '../engines/duckdb-cubes.ts'
import { makePlan } from '../query/make-plan.ts'
import { parseQuestion } from '../query/plan/question.ts'
import { compile } from '../query/statement/compile.ts'
import { buildCatalog } from './catalog.ts'
import { catalogFaults } from './check-catalog.ts'
import { Declarations, shippedDeclarations } from './declarations.ts'

const kg = loadJurisdiction('kg')
const folder = mkdtempSync(join(tmpdir(), 'catalog-'))
afterAll(() => rmSync(folder, { recursive: true }))
let copies = 0

/** A copy of the catalog with some text replaced; the text has to be there. */
function changed(...changes: readonly (readonly [file: string, from: string, to: string])[]): Declarations {
  const copy = join(folder, String(copies++))
  for (const part of ['catalog', 'cubes']) cpSync(packagePath('warehouse', part), join(copy, part), { recursive: true })
  for (const [file, from, to] of changes) {
    const path = join(copy, file)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
  }
  return new Declarations(copy)
}

const sentences = 'catalog/datasets/sentences.yaml'
const unmapped = 'cube: sentences\n    where: { offence_section: [UNK] }'
const faultsOf = (from: string, to: string, file = sentences) => catalogFaults(kg, changed([file, from, to]))
const reported = ({ file, line, word, nearest, message }: Fault) => ({
  file: basename(file),
  line,
  word,
  nearest,
  message,
})

describe('the catalog', () => {
  it.each(shippedJurisdictions())('is sound for %s', (code) => {
    expect(catalogFaults(loadJurisdiction(code), shippedDeclarations)).toEqual([])
  })

  it.each([
    ['offence_section: [UNK]', 'offence_section: [UNKN]', 'UNKN', 'UNK'],
    ['offence_section: [UNK]', 'offence_sektion: [UNK]', 'offence_sektion', 'offence_section'],
    ['share: unmapped', 'share: unmaped', 'unmaped', 'unmapped'],
    [
      'excluded_dimensions: [offence, offence_section]',
      'excluded_dimensions: [ofence, offence_section]',
      'ofence',
      'offence',
    ],
    ['needs: { sentences: [offence] }', 'needs: { sentences: [offense] }', 'offense', 'offence'],
    ['median: length_months', 'median: length_month', 'length_month', 'length_months'],
    ['bands: length_band', 'bands: length_bands', 'length_bands', 'length_band'],
    ['of: population.persons', 'of: population.person', 'population.person', 'population.persons'],
    ['unit: months', 'unit: month', 'month', 'months'],
  ])('tells what no measure can be made of, before anybody asks: %s → %s', (from, to, word, nearest) => {
    const line = readFileSync(packagePath('warehouse', sentences), 'utf8').split(from)[0]?.split('\n').length
    expect(faultsOf(from, to).map(reported)).toMatchObject([{ file: 'sentences.yaml', line, word, nearest }])
  })

  it.each([
    ['where: "offence_section = \'UNK\'"', /where: here stands a text: write entries with names/],
    ['where: { offence_section: [] }', /where.offence_section: write at least 1 entry/],
    ['where: { year: ["2024"] }', /year: periods are chosen by who asks/],
  ])('takes conditions as data only: %s', (where, message) => {
    const faults = faultsOf(unmapped, `cube: sentences\n    ${where}`)
    expect(faults.map((one) => one.message)).toEqual([expect.stringMatching(message)])
  })

  it('names nothing beside cubes that there is not', () => {
    const file = 'catalog/cubes.yaml'
    const text = readFileSync(packagePath('warehouse', file), 'utf8')
    const names = misspellings(text).filter(({ word }) => !/^\d+$/.test(word))
    const untold = names.filter((one) => catalogFaults(kg, changed([file, text, one.text])).length === 0)
    expect(names.length).toBeGreaterThan(10)
    expect(untold.map(({ line, wrong }) => `${line} ${wrong}`)).toEqual([])
  })

  it('has no measure of several cubes, and none that is called like another column', () => {
    const other = faultsOf(unmapped, 'cube: sentences_units\n    where: { sanction_class: [UNK] }')
    expect(other.map((one) => one.message)).toEqual([
      expect.stringMatching(/of one cube, not of sentences_units and sent/),
    ])
    const twice = faultsOf('  unmapped_share:', '  persons_n:')
    expect(twice.map((one) => one.message)).toEqual([expect.stringMatching(/persons_n: another column of answers/)])
  })

  it('asks for the words of what is divided: a formula is made of them and stands in the definition', () => {
    const [, label = ''] =
      /(\n {4}label:\n.*\n.*\n.*)\n {2}with_term/.exec(readFileSync(packagePath('warehouse', sentences), 'utf8')) ?? []
    expect(faultsOf(label, '').map(({ message }) => message)).toEqual([expect.stringMatching(/"unmapped" is divided/)])
    const without = faultsOf('en: "{formula}. Suspended', 'en: "Custodial ÷ all. Suspended')
    expect(without.map(reported)).toMatchObject([{ message: expect.stringMatching(/definition.en: .*\{formula\}/) }])
    expect(faultsOf('en: "{formula}. Suspended', 'en: "{formla}. Suspended')).toHaveLength(1)
    const count = faultsOf('en: People sentenced, each once', 'en: "{formula}. People sentenced, each once')
    expect(count).toHaveLength(1)
  })

  it('tells all faults of all files at once, and what follows from one of them once', () => {
    const declarations = changed(
      [sentences, 'offence_section: [UNK]', 'offence_section: [UNKN]'],
      ['catalog/datasets/handoff.yaml', 'cube: handoff\n    where: { timeliness: [D010] }', 'cube: handof'],
      ['catalog/datasets/custody.yaml', 'label:', 'lable:'],
      ['catalog/notes.yaml', 'gap:', 'gapp:'],
      ['catalog/indicators.yaml', 'measure: registered_share', 'measure: registred_share'],
    )
    const words = catalogFaults(kg, declarations).map(({ word, nearest }) => [word, nearest])
    // An indicator of a dataset that cannot be read is not judged.
    expect(words).toEqual([
      ['lable', 'label'],
      ['gapp', 'gap'],
    ])
    const names = changed(
      [sentences, 'offence_section: [UNK]', 'offence_section: [UNKN]'],
      ['catalog/datasets/handoff.yaml', 'cube: handoff\n    where: { timeliness: [D010] }', 'cube: handof'],
      ['catalog/indicators.yaml', 'measure: registered_share', 'measure: registred_share'],
    )
    expect(() => buildCatalog(kg, names)).toThrow(
      /There are 3 faults:[\s\S]*handoff\.yaml:29: .*"handof"[\s\S]*sentences\.yaml:43: .*"UNKN"[\s\S]*"registred_share"/,
    )
  })

  it('has no measure whose codes the own list of a jurisdiction lacks', () => {
    const timeliness = kg.lists.get('timeliness')
    const codes = timeliness?.codes.filter(({ code }) => !code.startsWith('D0')) ?? []
    const own = { name: 'timeliness', codes }
    const jurisdiction = {
      ...kg,
      lists: new Map([...kg.lists, ['timeliness', own] as const]),
      replaced: new Map([['timeliness', timeliness ?? own]]),
    }
    expect(catalogFaults(jurisdiction, shippedDeclarations)).toEqual([])
    expect([...(buildCatalog(jurisdiction).datasets.get('handoff')?.measures.keys() ?? [])]).toEqual(['judgments'])
  })
})

describe('what a jurisdiction publishes and hands over', () => {
  const isLong = process.env['TARAZA_TEST'] === 'long'

  it.each([
    ['disclosure.yaml', disclosureSchema, 'disclosure'],
    ['sdg.yaml', sdgSchema, 'sdg'],
  ] as const)('names nothing that there is not: every misspelled name of %s is told', (file, schema, part) => {
    const path = join(folder, file)
    const text = readFileSync(packagePath('jurisdictions', 'kg', file), 'utf8')
    // Numbers, and names that only the receiver of the hand-over knows.
    const isFree = ({ word, where }: Misspelling) =>
      /^([\d.]+|true|month|quarter|year)$/.test(word) ||
      /^(agency|dataflow|structure|version|area|dimensions\.\w+\.(sdmx_dimension|csv_column|codes\.\w+))$/.test(where)
    const names = misspellings(text).filter((one) => !isFree(one))
    const untold = names
      .filter((_, at) => isLong || at % 8 === 0)
      .filter((one) => {
        writeFileSync(path, one.text)
        const faults: Fault[] = []
        const read = tryYaml<z.ZodType>(path, schema, 'JURISDICTION_INVALID', faults)
        if (read !== undefined)
          faults.push(...catalogFaults({ ...kg, folder, [part]: read.value } as Jurisdiction, shippedDeclarations))
        return !faults.some(
          ({ line, word, nearest }) => line === one.line && word === one.wrong && nearest === one.word,
        )
      })
    expect(names.length).toBeGreaterThan(10)
    expect(untold.map(({ line, where, wrong }) => `${file}:${line} ${where} ${wrong}`)).toEqual([])
  })
})

describe('a condition', () => {
  it('is bound: its codes are no part of the statement, whatever is in them', () => {
    const code = "x') or true --"
    const catalog = buildCatalog(kg)
    const dataset = catalog.datasets.get('sentences')
    if (dataset === undefined) throw new Error('there is no such dataset')
    const counts = { ...dataset.counts, custodial: { cube: 'sentences', where: { sanction_class: [code] } } }
    const datasets = new Map([...catalog.datasets, ['sentences', { ...dataset, counts }] as const])
    const edition = { kind: 'generation', id: '', key: '', builtAt: '', synthetic: false, coverages: {} } as const
    for (const measure of ['custodial_share', 'ratio_noncustodial_custodial', 'median_length_months'])
      for (const level of ['public', 'analyst', 'officer'] as const) {
        const question = parseQuestion({ measure, by: 'year' }, dataset)
        const { sql, bound } = compile(
          makePlan(question, policyFor(level), { ...catalog, datasets }, edition),
          duckdbDialect,
        )
        expect(sql).not.toContain(code)
        expect(sql).not.toMatch(/'[^']*'/)
        if (measure === 'custodial_share') expect(bound.map(({ value }) => value)).toContain(code)
      }
  })
  it('is not lost without a word: a cube of persons needs decoys, one of offices does not', () => {
    const cubes = Object.entries(kg.disclosure.cubes).map(([name, { decoys: _, ...declared }]) => [name, declared])
    const bare = { ...kg, disclosure: { ...kg.disclosure, cubes: Object.fromEntries(cubes) } } as Jurisdiction
    const reported = catalogFaults(bare, shippedDeclarations).map(({ message }) => message)
    const withDecoys = Object.values(kg.disclosure.cubes).filter(({ decoys }) => decoys !== undefined)
    expect(reported).toHaveLength(withDecoys.length)
    for (const message of reported) expect(message).toContain('needs decoys')
    expect(reported.length).toBeLessThan(cubes.length)
  })
})
