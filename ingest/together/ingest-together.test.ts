import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Engine } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { sentencesCsv } from '../../cli/testing/sentences.ts'
import {
  type Arrival,
  contractOf,
  copyAndHash,
  definePseudonyms,
  deliveryOf,
  ingestTogether,
  isOpen,
  runsOf,
} from '../index.ts'
import { file } from '../testing/take.ts'

const kg = loadJurisdiction('kg')
const today = '2026-11-24'

/** Copies files with these texts, as they would arrive. */
async function arrive(texts: readonly string[]): Promise<readonly Arrival[]> {
  return await Promise.all(
    texts.map(async (text, index) => {
      const path = file(`court_sentences_${index}.csv`, text)
      const delivery = deliveryOf(path, contractOf(path, kg), kg)
      return { delivery, intake: await copyAndHash(path, join(dirname(path), '.copy')), isAlone: false }
    }),
  )
}

/** What becomes of the first run of several files: the numbers of rows of its files, or how many files its parts have. */
async function taken(texts: readonly string[]) {
  const run = (await runsOf(await arrive(texts), today))[0] ?? []
  const engine = await Engine.open({ threads: 1 })
  try {
    return await engine.withConnection(async (connection) => {
      await connection.run(`attach ':memory:' as staging`)
      await connection.run(
        'create table staging.held (row_key uuid, content uhugeint, delivery integer, person_key uuid, case_key uuid, sex varchar)',
      )
      await definePseudonyms(connection, { bytes: Buffer.alloc(32, 7) })
      const quarantine = join(dirname(run[0]?.delivery.path ?? ''), 'quarantine')
      const context = { connection, jurisdiction: kg, today, quarantine, rows: () => 'staging.held', peersOf: () => [] }
      const found = await ingestTogether(context, run.filter(isOpen))
      return 'reports' in found
        ? found.reports.map(({ account }) => account.read)
        : found.runs.map(({ length }) => [length])
    })
  } finally {
    engine.close()
  }
}

const extract = (name: string, count = 2, cells = {}) =>
  sentencesCsv(
    Array.from({ length: count }, (_, row) => ({ CASE_ID: `${name}${row}`, PERSON_ID: `P${name}${row}`, ...cells })),
  )

describe('files of one register', () => {
  it('that are written alike are one run; a new run begins where the delimiter changes', async () => {
    const [a, b, c] = ['A', 'B', 'C'].map((name) => extract(name)) as [string, string, string]
    const runs = await runsOf(await arrive([a, b, c.replaceAll(';', ','), extract('D').replaceAll(';', ',')]), today)
    expect(runs.map(({ length }) => length)).toEqual([2, 2])
  })

  it('are opened where others stand beside them that can be joined with them', async () => {
    const arrivals = await arrive(['A', 'B', 'C', 'D', 'E'].map((name) => extract(name)))
    const openIn = async (files: readonly Arrival[]) => (await runsOf(files, today)).map((run) => run.map(isOpen))
    const alone = (...places: readonly number[]) =>
      arrivals.map((arrival, place) => ({ ...arrival, isAlone: places.includes(place) }))
    expect(await openIn(arrivals.slice(0, 1))).toEqual([[false]])
    expect(await openIn(alone(1, 4))).toEqual([[false], [false], [true, true], [false]])
    const large = arrivals.map((one) => ({ ...one, intake: { ...one.intake, bytes: 2 ** 40 } }))
    expect(await openIn([...arrivals.slice(0, 2), ...large.slice(2)])).toEqual([
      [true, true],
      [false],
      [false],
      [false],
    ])
  })

  it('are taken in with one pass, each with its account', async () => {
    expect(await taken([extract('A', 2), extract('B', 3), extract('C', 1)])).toEqual([2, 3, 1])
  })

  it.each([
    ['names a person', { COURT: 'Иванов Иван Иванович' }],
    ['has a code that all have to know', { SANCTION: '77' }],
    ['holds a full date', { ARTICLE: '12.03.1987' }],
  ])('go without the one that %s, those before and behind it together', async (_, cells) => {
    const texts = [extract('A'), extract('B'), extract('X', 2, cells), extract('C'), extract('D')]
    expect(await taken(texts)).toEqual([[2], [1], [2]])
  })
})
