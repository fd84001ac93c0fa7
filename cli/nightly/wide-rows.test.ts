import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { csvLines, type TestHome, testHome } from '../testing/homes.ts'

let test: TestHome
let country: string
beforeEach(() => {
  test = testHome()
  country = join(test.incoming, '..', 'ex')
  cpSync(packagePath('jurisdictions', 'xx'), country, { recursive: true })
  const path = join(country, 'contracts', 'sentences.yaml')
  const contract = readFileSync(path, 'utf8')
    .replace('delimiter: [",", ";"]', 'delimiter: [","], header_rows: 2')
    .replace('count: { from: PERSONS }', 'count: { from: N }')
  writeFileSync(
    path,
    `${contract}unpivot: { pattern: "{YEAR}_{SEX}", parts: { YEAR: [2023, 2024], SEX: [M, F] }, value: N }\n`,
  )
})
afterEach(() => test.remove())

const header = ['COURT,OFFENCE,SANCTION,2023,,2024,', ',,,M,F,M,F']
/** The second row is of a court that is not in the list. */
const rows = ['north_1,Theft,prison,5,1,6,2', 'south_9,Theft,prison,3,0,4,1', 'north_1,Robbery,prison,7,1,8,0']
const others = Array.from({ length: 200 }, () => 'north_2,Fraud,fine,1,1,1,1')
const file = `${[...header, ...rows, ...others].join('\n')}\n`

const nightly = async () => {
  const { code, out, err } = await test.run('nightly', '--incoming', test.incoming, '--jurisdiction', country)
  expect(code, `${out}${err}`).toBe(0)
}
const addCourt = () => appendFileSync(join(country, 'lists', 'courts.csv'), 'south_9,S,South 9,Юг 9,Түштүк 9\n')
const purpose = ['--purpose', 'a question of the court']

async function figures(): Promise<readonly string[]> {
  const words = ['--measure', 'persons', '--by', 'year,court,sex', '--level', 'officer', ...purpose]
  const lines = csvLines((await test.run('query', 'sentences', ...words)).out)
  return lines.slice(1).map((line) => line.split(',').slice(0, 4).join(','))
}

describe('rows of a wide table with a header of two rows', () => {
  it('that were quarantined come in by a retry, as if the list had known their code from the beginning', async () => {
    test.deliver('sentences/convictions.csv', file)
    await nightly()
    const before = await figures()
    expect(before.some((line) => line.includes('south_9'))).toBe(false)
    addCourt()
    const { code, out, err } = await test.run('quarantine', 'retry')
    expect({ code, err }, out).toEqual({ code: 0, err: '' })
    const retried = await figures()
    expect(retried).toContain('2023,south_9,M,3')
    expect(retried).toEqual(expect.arrayContaining([...before]))
  })

  it('lead from a figure to the rows of the file', async () => {
    addCourt()
    test.deliver('sentences/convictions.csv', file)
    await nightly()
    const words = [
      '--measure',
      'persons',
      '--where',
      'court=north_1',
      'sex=M',
      '--from',
      '2024',
      '--to',
      '2024',
      '--rows',
    ]
    const { out, err } = await test.run('lineage', 'sentences', ...purpose, ...words, '--json')
    const { figures: found } = JSON.parse(out || '{"figures":[]}')
    expect(found, err).toMatchObject([
      {
        value: 14,
        sources: [
          {
            numbers: {
              status: 'found',
              ranges: [
                { from: 1, to: 1 },
                { from: 3, to: 3 },
              ],
              missing: 0,
            },
          },
        ],
      },
    ])
  })
})
