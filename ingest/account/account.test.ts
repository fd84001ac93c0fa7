import { beforeEach, describe, expect, it } from 'vitest'
import { selectRows } from '#foundation'
import { type Contract, loadJurisdiction } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import type { Coverage } from '../deliveries/delivery.ts'
import { numberRows, readTable } from '../validate/check-rows.ts'
import { type LaterDelivery, reconcileRows } from './account.ts'

const kg = loadJurisdiction('kg').contracts.get('sentences') as Contract
const delivering = (delivery: object) => ({ ...kg, delivery: { ...kg.delivery, ...delivery } }) as Contract

const memory = inMemory()
async function emptyFile(): Promise<void> {
  await memory.connection.run(`create or replace table ${readTable}
    (row_key varchar, content varchar, faults varchar, layout varchar, withdraws boolean, unmapped varchar, outcome varchar,
     sentenced_on date)`)
  await numberRows(memory.connection)
}

beforeEach(async () => {
  await emptyFile()
  await memory.connection.run(
    'create or replace table staging.held (row_key varchar, content varchar, delivery integer, sentenced_on date)',
  )
})

interface Row {
  readonly key: string
  readonly says?: string
  readonly withdraws?: true
  readonly faults?: string
  readonly layout?: string
  readonly unmapped?: string
}

const sql = (text: string | undefined) => (text === undefined ? 'null' : `'${text}'`)

async function deliver(rows: readonly Row[], existing: readonly string[] = []): Promise<void> {
  for (const { key, says = key, withdraws, faults, layout, unmapped } of rows) {
    const cells = [sql(key), sql(says), sql(faults), sql(layout), `${withdraws === true}`, sql(unmapped)]
    await memory.connection.run(
      `insert into ${readTable} values (${cells.join(', ')}, 'of the register', try_cast(${sql(key)} as date))`,
    )
  }
  for (const values of existing) await memory.connection.run(`insert into staging.held values (${values})`)
}

const sentLater: readonly LaterDelivery[] = [8, 9].map((id) => ({ id, coverage: null }))

async function accountFor(
  contract = kg,
  coverage: Coverage | null = null,
  peers: readonly number[] = [],
  later = sentLater,
) {
  const existing = {
    rows: 'staging.held',
    later,
    peers: peers.map((id) => ({ id, file: `file_${id}.csv` })),
  }
  const { account: counts, reasons } = await reconcileRows(memory.connection, contract, existing, coverage)
  const list = async (statement: string) =>
    (await selectRows<{ told: string }>(memory.connection, statement)).map(({ told: reported }) => reported)
  return {
    counts,
    reasons,
    kept: await list('select row_no::varchar as told from staging.accepted order by row_no'),
    outcomes: await list(`select row_no || ' ' || outcome as told from staging.outcomes order by row_no`),
    ended: await list(
      `select row_key || ' ' || delivery || ' ' || ended_as as told from staging.ended order by row_key`,
    ),
  }
}

describe('rows of one file that contradict each other', () => {
  it('are counted by the rows that a later one takes the place of', async () => {
    await deliver([
      { key: 'a', says: '1' },
      { key: 'a', says: '2' },
      { key: 'b', says: '1' },
      { key: 'a', says: '3' },
    ])
    const { counts, reasons } = await accountFor()
    expect(counts).toMatchObject({ accepted: 2, superseded: 2 })
    expect(reasons).toEqual({ CONTRADICTING_ROWS: 2 })
  })

  it('are no equal rows, no rows that the platform holds, and no withdrawals', async () => {
    await deliver(
      [
        { key: 'a', says: '1' },
        { key: 'a', says: '1' },
        { key: 'b', says: '2' },
        { key: 'c', says: '1' },
        { key: 'c', says: '-', withdraws: true },
      ],
      [`'b', '1', 9, date '2024-01-01'`],
    )
    const { counts, reasons } = await accountFor()
    expect(counts).toMatchObject({ duplicate: 1, superseded: 2, withdrawn: 1 })
    expect(reasons).toEqual({})
  })
})

describe('the end of each row', () => {
  it('of several with one key: the last counts, equal ones before it are duplicates, others are superseded', async () => {
    await deliver([
      { key: 'a', says: 'first' },
      { key: 'a', says: 'last' },
      { key: 'b' },
      { key: 'a', says: 'last' },
      { key: 'c', says: 'x' },
      { key: 'c', says: 'y' },
    ])
    expect(await accountFor()).toMatchObject({
      kept: ['3', '4', '6'],
      outcomes: ['1 superseded', '2 duplicate', '5 superseded'],
      counts: { read: 6, accepted: 3, duplicate: 1, superseded: 2, withdrawn: 0, quarantined: 0 },
      ended: [],
    })
  })

  it('beside what is held: the same is a duplicate, other words take its place, older ones do not', async () => {
    const existing = [`'same', 'same', 1, null`, `'other', 'before', 1, null`, `'untold', 'untold', 1, null`]
    const later = [`'late', 'newer', 9, null`, `'late same', 'late same', 8, null`]
    await deliver([{ key: 'same' }, { key: 'other' }, { key: 'late' }, { key: 'late same' }], [...existing, ...later])
    expect(await accountFor()).toMatchObject({
      kept: ['2'],
      outcomes: ['1 duplicate', '3 superseded', '4 duplicate'],
      counts: { read: 4, accepted: 1, duplicate: 2, superseded: 1, withdrawn: 0, quarantined: 0 },
      ended: ['other 1 superseded'],
    })
  })

  it('of several with one key, one of them as it is held: it ends once, and what is held ends by the last', async () => {
    await deliver(
      [
        { key: 'a', says: 'x' },
        { key: 'a', says: 'y' },
      ],
      [`'a', 'x', 1, null`],
    )
    expect(await accountFor()).toMatchObject({
      kept: ['2'],
      outcomes: ['1 superseded'],
      counts: { read: 2, accepted: 1, duplicate: 0, superseded: 1 },
      ended: ['a 1 superseded'],
    })
  })

  it('of withdrawals: they take back what is held or stood in the file, else they are set aside', async () => {
    const rows: Row[] = [
      { key: 'held', withdraws: true },
      { key: 'same', withdraws: true },
      { key: 'nothing', withdraws: true },
      { key: 'in file', says: 'row' },
      { key: 'in file', says: 'back', withdraws: true },
      { key: 'late', withdraws: true },
      { key: 'equal', says: 'row' },
      { key: 'equal', says: 'row', withdraws: true },
    ]
    await deliver(rows, [`'held', 'x', 1, null`, `'same', 'same', 1, null`, `'late', 'x', 9, null`])
    expect(await accountFor()).toMatchObject({
      kept: [],
      outcomes: [
        '1 withdrawn',
        '2 withdrawn',
        '4 superseded',
        '5 withdrawn',
        '6 superseded',
        '7 duplicate',
        '8 withdrawn',
      ],
      counts: { read: 8, accepted: 0, duplicate: 1, superseded: 2, withdrawn: 4, quarantined: 1 },
      reasons: { WITHDRAWS_NOTHING: 1 },
      ended: ['held 1 withdrawn', 'same 1 withdrawn'],
    })
  })

  it('of a row that was withdrawn and is sent again: it counts', async () => {
    await deliver([
      { key: 'a', says: 'back', withdraws: true },
      { key: 'a', says: 'again' },
    ])
    expect(await accountFor()).toMatchObject({ kept: ['2'], outcomes: ['1 superseded'] })
  })

  it('of rows with faults and of lines that are no rows: neither ends otherwise, each reason is counted', async () => {
    const rows: Row[] = [
      { key: 'held', faults: 'BAD:x WORSE:y', unmapped: 'UNMAPPED:z' },
      { key: 'a', faults: 'BAD:x', withdraws: true },
      { key: 'b', unmapped: 'UNMAPPED:z' },
      { key: 'b', layout: 'BLANK', unmapped: 'UNMAPPED:z' },
      { key: 'c' },
      { key: 'c', faults: 'BAD:x' },
      { key: 'd', layout: 'BLANK', withdraws: true },
    ]
    await deliver(rows, [`'held', 'x', 1, null`])
    const { reasons, ...rest } = await accountFor()
    expect(rest).toEqual({
      kept: ['3', '5'],
      outcomes: [],
      counts: { read: 5, accepted: 2, duplicate: 0, superseded: 0, withdrawn: 0, quarantined: 3 },
      ended: [],
    })
    expect(Object.entries(reasons)).toEqual([
      ['BAD:x', 3],
      ['UNMAPPED:z', 3],
      ['WORSE:y', 1],
    ])
  })
})

describe('what a delivery replaces without naming it', () => {
  const days = ['2023-12-31', '2024-01-01', '2024-12-31', '2025-01-01']
  const existing = days.map((day) => `'${day}', '${day}', 1, '${day}'`)
  const year = { from: '2024-01-01', to: '2024-12-31' }

  it.each([
    ['nothing, where it adds', { mode: 'append' }, year, []],
    ['everything, where it is the whole register', { mode: 'full' }, null, days],
    ['its period, both days included', { mode: 'period' }, year, days.slice(1, 3)],
    ['nothing, where no period is known', { mode: 'period' }, null, []],
  ])('is %s', async (_, delivery, coverage, gone) => {
    await deliver([{ key: 'new' }], existing)
    const { ended } = await accountFor(delivering(delivery), coverage, [], [])
    expect(ended).toEqual(gone.map((day) => `${day} 1 replaced`))
  })

  it('is not what it names', async () => {
    await deliver([{ key: '2024-01-01' }, { key: '2024-12-31', says: 'other' }], existing)
    const { ended } = await accountFor(delivering({ mode: 'full' }), null, [], [])
    expect(ended).toEqual(['2023-12-31 1 replaced', '2024-12-31 1 superseded', '2025-01-01 1 replaced'])
  })

  it('is not what a delivery sent after it settled, whichever delivery holds the rows', async () => {
    await deliver([{ key: '2024-01-01', says: 'other' }, { key: '2024-06-01' }], existing)
    const full = await accountFor(delivering({ mode: 'full' }), null, [], sentLater)
    expect(full).toMatchObject({ ended: [], kept: [], outcomes: ['1 superseded', '2 superseded'] })
    const half = [{ id: 8, coverage: { from: '2024-07-01', to: '2024-12-31' } }]
    const { ended } = await accountFor(delivering({ mode: 'period' }), year, [], half)
    expect(ended).toEqual(['2024-01-01 1 superseded'])
  })
})

describe('rows without a key of their own', () => {
  const byContent = delivering({ key: 'content' })
  const keys = async () =>
    await selectRows<{ row_no: number; row_key: string }>(
      memory.connection,
      'select row_no, row_key from staging.checked order by row_no',
    )

  it('are told apart by their occurrence, the same each time', async () => {
    const rows: Row[] = [
      { key: 'a', says: 'a', faults: 'BAD:x' },
      { key: 'a', says: 'a' },
      { key: 'b', says: 'b' },
      { key: 'a', says: 'a', layout: 'BLANK' },
      { key: 'a', says: 'a' },
      { key: 'a', says: 'a' },
    ]
    await deliver(rows)
    expect((await accountFor(byContent)).counts).toMatchObject({ accepted: 4, duplicate: 0 })
    const first = await keys()
    expect(first.slice(0, 4).map(({ row_key }) => row_key)).toEqual(['a', 'a', 'b', 'a'])
    expect(new Set(first.slice(4).map(({ row_key }) => row_key)).size).toBe(2)
    await emptyFile()
    await deliver(rows)
    await accountFor(byContent)
    expect(await keys()).toEqual(first)
  })

  it('are one row where they have a key', async () => {
    await deliver([{ key: 'a' }, { key: 'a' }])
    expect((await accountFor()).counts).toMatchObject({ accepted: 1, duplicate: 1 })
  })
})

describe('files that arrived together', () => {
  const existing = [`'a', 'other', 3, null`, `'b', 'b', 4, null`]

  it('may not contradict one another', async () => {
    await deliver([{ key: 'a' }, { key: 'b' }, { key: 'c' }], [...existing, `'c', 'other', 3, null`])
    await expect(accountFor(kg, null, [3])).rejects.toMatchObject({ code: 'CONTRADICTING_DELIVERIES' })
    await expect(accountFor(kg, null, [3])).rejects.toThrow('file_3.csv contradicts 2 rows of this file')
  })

  it('may say the same, or contradict what came before', async () => {
    await deliver([{ key: 'a' }, { key: 'b' }], existing)
    expect((await accountFor(kg, null, [4])).ended).toEqual(['a 3 superseded'])
  })
})
