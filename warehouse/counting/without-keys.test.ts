import { beforeEach, describe, expect, it } from 'vitest'
import { renderSqlTemplate, selectRows } from '#foundation'
import { inMemory } from '../../foundation/testing/in-memory.ts'

// Rows as registers outside Kyrgyzstan may send them: without keys of persons and cases, or without the day of admission.

const memory = inMemory('facts')

const ask = <Row>(sql: string) => selectRows<Row>(memory.connection, sql)

describe('an order of supervision', () => {
  beforeEach(async () => {
    await memory.connection.run(`create or replace table facts.supervision (
      row_key varchar, person_key varchar, case_key varchar, kind varchar, order_no integer, registered_on date, outcome varchar)`)
    await memory.connection.run(renderSqlTemplate('warehouse/counting/orders.sql'))
  })

  const following = async (rows: string) => {
    await memory.connection.run(`insert into facts.supervision values ${rows}`)
    const found = await ask<{ row_key: string }>(
      'select row_key from facts.orders where follows_transfer order by row_key',
    )
    return found.map(({ row_key }) => row_key)
  }

  it('without a person follows no transfer of another one without a person', async () => {
    const rows = `('a', null, 'K', 'x', 1, '2024-01-01', 'transferred'), ('b', null, 'K', 'x', 2, '2024-02-01', 'open')`
    expect(await following(rows)).toEqual([])
  })

  it('without a case follows no transfer of another one without a case', async () => {
    const rows = `('a', 'P', null, 'x', 1, '2024-01-01', 'transferred'), ('b', 'P', null, 'x', 2, '2024-02-01', 'open')`
    expect(await following(rows)).toEqual([])
  })
})

describe('a stay in prison', () => {
  beforeEach(async () => {
    await memory.connection.run(`create or replace table facts.custody (row_key varchar, person_key varchar, facility varchar,
      admitted_on date, status_from date, status_to date, released_on date, status varchar)`)
    await memory.connection.run(renderSqlTemplate('warehouse/counting/stays.sql'))
    const slots = { facility_region: 'facility', office_region: 'row_key', shift: '' }
    await memory.connection.run(`create or replace table facts.supervision (
      row_key varchar, registered_on date, ended_on date, ends_on date, outcome varchar)`)
    await memory.connection.run(renderSqlTemplate('warehouse/counting/ledger.sql', slots))
  })

  const ends = async (rows: string) => {
    await memory.connection.run(`insert into facts.custody select *, 'sentenced' from (values ${rows})`)
    const found = await ask<{ told: string }>(
      `select concat(row_key, ' ', ends_on, ' ', stay_released_on) as told from facts.stays order by row_key`,
    )
    return found.map(({ told: reported }) => reported.trim())
  }

  it('without a person is one of its own', async () => {
    const rows = `('a', null, 'F', '2024-01-01', '2024-01-01', null, null), ('b', null, 'F', '2024-03-01', '2024-03-01', null, '2024-05-01')`
    expect(await ends(rows)).toEqual(['a', 'b 2024-05-01 2024-05-01'])
  })

  it('without its first day is told by its last, and without either by its row', async () => {
    const rows = `('a', 'P', 'F', null, '2024-01-01', null, '2024-05-01'), ('b', 'P', 'F', null, '2024-02-01', null, '2024-05-01'),
      ('c', 'P', 'F', null, '2024-03-01', null, '2024-06-01'), ('d', 'P', 'F', null, '2024-04-01', null, null),
      ('e', 'P', 'F', null, '2024-04-10', null, null)`
    expect(await ends(rows)).toEqual([
      'a 2024-02-01 2024-05-01',
      'b 2024-05-01 2024-05-01',
      'c 2024-06-01 2024-06-01',
      'd',
      'e',
    ])
  })

  it('without its first day moves to no other region with the next stay', async () => {
    const rows = `('a', 'P', 'F', null, '2024-01-01', null, '2024-01-20'), ('b', 'P', 'G', null, '2024-02-01', null, '2024-02-20')`
    await ends(rows)
    const sql = 'select region, entries::integer as entries, exits::integer as exits from facts.ledger order by region'
    expect(await ask(sql)).toEqual([
      { region: 'F', entries: 0, exits: 1 },
      { region: 'G', entries: 0, exits: 1 },
    ])
  })

  it('moves by the days of its rows, in whatever order they were sent', async () => {
    const rows = ['b', 'c', 'a'].map((key) => {
      const [from, facility] = { a: ['2024-01-01', 'F'], b: ['2024-04-01', 'G'], c: ['2024-07-01', 'H'] }[key] ?? []
      return `('${key}', 'P', '${facility}', '2024-01-01', '${from}', null, null)`
    })
    await ends(rows.join(', '))
    const sql =
      'select region, quarter % 4 + 1 as quarter, entries::integer as entries, exits::integer as exits from facts.ledger'
    expect(await ask(`${sql} order by quarter, region`)).toEqual([
      { region: 'F', quarter: 1, entries: 1, exits: 0 },
      { region: 'F', quarter: 2, entries: 0, exits: 1 },
      { region: 'G', quarter: 2, entries: 1, exits: 0 },
      { region: 'G', quarter: 3, entries: 0, exits: 1 },
      { region: 'H', quarter: 3, entries: 1, exits: 0 },
    ])
  })

  it('with two days of release ends on the later one', async () => {
    const rows = `('a', 'P', 'F', '2024-01-01', '2024-01-01', null, '2024-05-01'), ('b', 'P', 'F', '2024-01-01', '2024-02-01', null, '2024-06-01')`
    expect(await ends(rows)).toEqual(['a 2024-02-01 2024-06-01', 'b 2024-06-01 2024-06-01'])
  })

  it('with its first day is one, whatever days of release its rows tell', async () => {
    const rows = `('a', 'P', 'F', '2024-01-01', '2024-01-01', '2024-01-10', null), ('b', 'P', 'F', '2024-01-01', '2024-02-01', '2024-02-10', null)`
    expect(await ends(rows)).toEqual(['a 2024-02-01', 'b 2024-02-10'])
  })
})
