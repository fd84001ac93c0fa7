import { beforeEach, describe, expect, it } from 'vitest'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { quartersEnding, toldByCube } from './testing/rows-of-cube.ts'

const memory = inMemory('facts')
const run = (sql: string) => memory.connection.run(sql)

beforeEach(async () => {
  await run(`create or replace table facts.supervision (person_key varchar, row_key varchar, office enum('north', 'east'), sex varchar,
    kind varchar default 'executive', registered_on date default '2023-01-10', ended_on date, outcome varchar default 'open')`)
  await run(`create or replace table facts.assessments (
    person_key varchar, row_key varchar, office varchar, assessed_on date, level enum('low', 'high', 'UNK'))`)
})

/** Orders of one day as `(person, key, office, sex)`. */
const order = (rows: string) => run(`insert into facts.supervision (person_key, row_key, office, sex) values ${rows}`)

describe('a client with several orders of one day', () => {
  const stock = () => {
    const slots = {
      quarters: quartersEnding('2023-03-31'),
      office_region: 'office::varchar',
      broad_age_at_quarter_end: 'null',
    }
    return toldByCube(memory.connection, 'supervision_stock', `region || ' ' || sex`, slots)
  }

  it('stands at the office that is first in the list, whatever its name and key', async () => {
    await order(`('A', '1', 'east', 'M'), ('A', '2', 'north', 'M')`)
    expect(await stock()).toEqual(['north M'])
  })

  it.each([`('A', '1', 'north', 'F'), ('A', '2', 'north', 'M')`, `('A', '2', 'north', 'M'), ('A', '1', 'north', 'F')`])(
    'at one office is told by the first key, in whatever order they came: %s',
    async (rows) => {
      await order(rows)
      expect(await stock()).toEqual(['north F'])
    },
  )
})

describe('assessments', () => {
  it('of somebody who is told to be of two sexes have the first of them; nobody is told twice', async () => {
    await order(
      `('A', '1', 'north', 'M'), ('A', '2', 'north', 'F'), ('B', '3', 'north', 'UNK'), ('B', '4', 'north', 'M')`,
    )
    await run(
      `insert into facts.assessments values ('A', '1', 'north', '2023-02-01', 'low'), ('B', '2', 'north', '2023-02-01', 'low')`,
    )
    const reported = await toldByCube(memory.connection, 'assessments', `unit_id || ' ' || sex`, {
      office_region: 'office',
    })
    expect(reported).toEqual(['1 F', '2 M'])
  })

  it.each([
    ['a known one', ['UNK', 'low'], 'low'],
    ['a known one, whichever came first', ['low', 'UNK'], 'low'],
    ['the highest', ['low', 'high'], 'high'],
    ['the highest, whichever came first', ['high', 'low'], 'high'],
    ['the unknown one, where there is no other', ['UNK'], 'UNK'],
  ])('of one day tell the risk by %s', async (_, levels, level) => {
    await order(`('A', '1', 'north', 'M')`)
    await run(`update facts.supervision set ended_on = '2023-06-30', outcome = 'completed'`)
    for (const one of levels)
      await run(`insert into facts.assessments values ('A', 'x', 'north', '2023-02-01', '${one}')`)
    const slots = { broad_age_at_registration: 'null' }
    expect(await toldByCube(memory.connection, 'followup_risk', 'level::varchar', slots)).toEqual([level])
  })
})
