import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packagePath, sha256 } from '#foundation'
import { csvLines, keepSecrets, runOn } from '../testing/homes.ts'
import type { ProofReport } from './report.ts'

const folder = mkdtempSync(join(tmpdir(), 'prove-'))
const home = join(folder, 'home')
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(async () => {
  keepSecrets(home)
  cpSync(packagePath('data-samples', 'xx'), join(folder, 'files'), { recursive: true })
  await runOn(home, ['nightly', '--incoming', join(folder, 'files'), '--jurisdiction', 'xx'])
  expect((await runOn(home, ['release'])).code).toBe(0)
})

interface Proved {
  readonly code: number
  readonly err: string
  readonly report: ProofReport
}

async function prove(text: string, ...words: readonly string[]): Promise<Proved> {
  const path = join(folder, 'totals.csv')
  writeFileSync(path, text)
  const { code, out, err } = await runOn(home, ['jurisdiction', 'prove', 'xx', '--truth', path, '--json', ...words])
  return { code, err, report: code === 2 || err !== '' ? undefined : JSON.parse(out) }
}

const refused = async (text: string, ...words: readonly string[]) => (await prove(text, ...words)).err

const dimensions = ['region', 'sex', 'sanction_class']

/** The figures of the release, as a ministry would write them. */
async function publishedLines(by: readonly string[]): Promise<readonly string[]> {
  const names = ['year', ...by]
  const words = ['query', 'sentences', '--measure', 'persons', '--detail', 'full', '--by', names.join(',')]
  const [, ...lines] = csvLines((await runOn(home, words)).out)
  return lines.map((line) => {
    const cells = line.split(',')
    const codes = dimensions.map((name) => cells[names.indexOf(name)] ?? '')
    return ['sentences.persons', cells[0], ...codes, cells[names.length]].join(',')
  })
}

const header = `measure,year,${dimensions.join(',')},value`
const file = (lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`

/** The same line with another figure. */
function plus(line: string, more: number): string {
  return line.replace(/\d+$/, (value) => String(Number(value) + more))
}

describe('totals beside a release', () => {
  it('are equal where they are the figures themselves; of one that is another, exactly its row differs', async () => {
    const parts = fc.record({
      by: fc.subarray(dimensions),
      at: fc.nat(),
      more: fc.integer({ min: 50, max: 1_000_000 }),
    })
    const law = fc.asyncProperty(parts, async ({ by, at, more }) => {
      const lines = await publishedLines(by)
      const same = await prove(file(lines))
      expect([same.code, same.report.summary.equal]).toEqual([0, lines.length])
      const changed = at % lines.length
      const { code, report } = await prove(
        file(lines.map((line, index) => (index === changed ? plus(line, more) : line))),
      )
      expect(code).toBe(1)
      expect(report.rows.filter(({ state }) => state !== 'equal')).toMatchObject([
        { line: changed + 2, difference: more, state: 'differs' },
      ])
    })
    await fc.assert(law, { numRuns: 8 })
  })

  it('agree where they are the sums of the delivery, within the error that the release measured', async () => {
    const [, ...rows] = readFileSync(packagePath('data-samples', 'xx', 'sentences', 'convictions.csv'), 'utf8')
      .trim()
      .split('\n')
    const sums = new Map<string, number>()
    for (const [year, , , , sex, persons] of rows.map((row) => row.split(',')))
      for (const key of [`${year},,`, `${year},,${sex}`]) sums.set(key, (sums.get(key) ?? 0) + Number(persons))
    const { code, report } = await prove(
      `measure,year,region,sex,value\n${[...sums].map(([key, sum]) => `sentences.persons,${key},${sum}`).join('\n')}`,
    )
    expect([code, report.summary.equal + report.summary.within]).toEqual([0, sums.size])
    expect(report.rows.every(({ tolerance }) => tolerance !== null && tolerance > 0 && tolerance < 10)).toBe(true)
  })

  it('are read by code or label, in any case, and by the notation that is declared', async () => {
    const [line = ''] = await publishedLines(['region', 'sex'])
    const [, year, region, sex, , value] = line.split(',')
    const name = region === 'N' ? 'NORTH' : 'south'
    const text = `\ufeffvalue;period;sex;region;measure\r\n${value};${year};${sex === 'F' ? 'Женщины' : 'men'};${name};persons\r\n`
    const { code, report } = await prove(text, '--separator', 'semicolon', '--dataset', 'sentences')
    expect(code, JSON.stringify(report?.rows)).toBe(0)
    expect(report.rows).toMatchObject([{ line: 2, codes: { region, sex }, state: 'equal' }])
  })

  it('of shares count their last digit, and rows that nothing answers say why', async () => {
    const { code, report } = await prove(
      'measure;year;sex;value\nsentences.custodial_share;2024;;0,2\nsentences.persons;1990;;5\nmedian_length_months;2024;;6\nposts;;;5\nsentences.persons;2024-01;;5\n'.replace(
        '2024-01',
        '2024',
      ),
      ...['--separator', ';', '--decimal', 'comma'],
    )
    expect(code).toBe(1)
    expect(report.rows.map(({ state }) => state)).toEqual([
      'equal',
      'not_available',
      'not_available',
      'not_available',
      'differs',
    ])
    expect(report.rows[1]?.reason).toContain('2020-01-01 to 2024-12-31')
  })
})

describe('the report', () => {
  it('names both inputs, the release, the program, the day, and how the figures count', async () => {
    const text = file(await publishedLines([]))
    const out = join(folder, 'report.csv')
    const { report } = await prove(text, '--out', out)
    expect(report.totals).toEqual({ file: 'totals.csv', sha256: sha256(text) })
    expect(report.release.id).toBe('2024-Q4.1')
    expect(report.counting['sentences']).toMatchObject({
      unit: expect.stringMatching(/Person/),
      rule: expect.any(String),
    })
    expect(report.promises['sentences']?.length).toBeGreaterThan(0)
    const [head, first] = readFileSync(out, 'utf8').split('\r\n')
    expect(head).toMatch(
      /^line,dataset,measure,period,truth,figure,difference,tolerance,state,reason,unit,counting_rule,release,/,
    )
    for (const part of [report.release.contentHash, sha256(text), report.program]) expect(first).toContain(part)
    expect((await prove(text, '--out', out)).err).toMatch(/nothing is overwritten/)
    expect((await prove(text, '--out', join(folder, 'report.txt'))).code).toBe(2)
  })

  it('is made of the release alone: without the facts and their snapshots it is the same', async () => {
    const text = file((await publishedLines(['sex'])).map((line) => plus(line, 1)))
    const { report } = await prove(text)
    for (const exact of ['generations', 'snapshots', 'archive', 'CURRENT.json']) {
      cpSync(join(home, exact), join(folder, 'kept', exact), { recursive: true })
      rmSync(join(home, exact), { recursive: true })
    }
    const { report: without } = await prove(text)
    cpSync(join(folder, 'kept'), home, { recursive: true })
    expect(without.rows).toEqual(report.rows)
  })

  it('shows the differences first on a terminal', async () => {
    const lines = await publishedLines(['sex'])
    writeFileSync(
      join(folder, 'totals.csv'),
      file(lines.map((line, index) => plus(line, index === 3 ? 900 : index === 1 ? 1 : 0))),
    )
    const { code, out } = await runOn(home, ['jurisdiction', 'prove', 'xx', '--truth', join(folder, 'totals.csv')])
    expect(code).toBe(1)
    expect(out.split('\n').slice(1, 3)).toEqual([
      expect.stringMatching(/ 5 .*differs/),
      expect.stringMatching(/ 3 .*within/),
    ])
    expect(out).toMatch(/equal: 8/)
  })
})

describe('a file of totals with faults', () => {
  it('is refused with line, column and the nearest name, all faults at once', async () => {
    const err = await refused(
      'measure,year,sex,value\npersns,2024,F,1\nsentences.persons,2024-Q1,F,1\nsentences.persons,2024,women,-1\nsentences.persons,2024,,NaN\nsentences.persons,2024,,1e3\nsentences.persons,2023,,1.5\nsentences.custodial_share,2023,,25\nsentences.persons,2022,,\n',
    )
    expect(err).toMatch(/:2: measure: .*"persns".*Did you mean "persons"/)
    expect(err).toMatch(/:3: year: "2024-Q1" is a quarter/)
    expect(err).toMatch(/:4: value: -1 is negative/)
    expect(err).toMatch(/:5: value: "NaN" is not a number/)
    expect(err).toMatch(/:6: value: "1e3" is not a number/)
    expect(err).toMatch(/:7: value: 1.5 is not a whole number/)
    expect(err).toMatch(/:8: value: 25 is above 1/)
    expect(err).toMatch(/:9: value: there is no figure/)
  })

  it.each([
    ['measure;value\npersons;5\n', /:1: the header has ";".*--separator/],
    ['measure,regoin,value\npersons,,5\n', /:1: .*"regoin".*Did you mean "region"/],
    ['measure,sex,sex,value\npersons,,,5\n', /"sex" is there twice/],
    ['measure,sex\npersons,F\n', /"value" is missing/],
    ['measure,value\n', /not one row/],
    ['measure,value\npersons,5,6\n', /:2: this line has more or fewer cells/],
    ['measure,value\n"persons,5\n', /a quotation mark/],
    ['measure,value\nsentences.persons,"1,250"\n', /:2: value: .*thousands/],
    ['dataset,measure,value\nsentence,persons,5\n', /Did you mean "sentences"/],
    ['measure,region,value\nheld,N,5\n', /:2: custody_stock: there is no dimension "region"/],
    ['measure,year,period,value\nsentences.persons,2024,2024,5\n', /fill in one/],
    ['measure,year,sex,value\nsentences.persons,2024,M,5\nsentences.persons,2024,men,6\n', /:3: .*line 2/],
  ])('%j is refused with what to do', async (text, message) => {
    const { code, err } = await prove(text)
    expect(err).toMatch(message)
    expect(code).toBe(1)
  })
})
