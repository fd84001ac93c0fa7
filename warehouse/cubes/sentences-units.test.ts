import { beforeEach, describe, expect, it } from 'vitest'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { toldByCube } from './testing/rows-of-cube.ts'

const memory = inMemory('facts')
const run = (sql: string) => memory.connection.run(sql)

beforeEach(async () => {
  const row = `row_key varchar, case_key varchar default 'K', person_key varchar default 'P', charge_no integer default 1, sanction_no integer default 1,
    in_force_on date, article varchar default '100', regime varchar default 'r', offence varchar default 'theft', sanction_category varchar,
    length double, stage varchar default 'first_instance'`
  await run(`create or replace table facts.sentences (${row})`)
  await run(`create or replace table facts.sentences_history (${row}, ended_as varchar, delivery integer)`)
  await run(`create or replace table facts.statutory_maxima (article varchar, regime varchar, months double)`)
  await run(
    `create or replace table facts.persons as select 'K' as case_key, 'P' as person_key, date '2023-05-10' as sentenced_on`,
  )
  await run(`create or replace table facts.codes as
    select 'sanction_categories' as list, * from (values ('prison', 'CUST', 9), ('term', 'SUSP', 5), ('fine', 'FINE', 1)) as t(code, parent, severity)`)
})

/** The classes of the units that are counted by one switch, such as `first_instance`: no other is turned with it. */
const classes = (condition: string) =>
  toldByCube(memory.connection, 'sentences_units', `case when ${condition} then sanction_class end`, {
    bridged_offences: `'theft'`,
  }).then((reported) => reported.filter((one) => one !== null))

describe('the first instance of a judgment that was appealed', () => {
  /** What is held after the appeal, and the rows before it as `(key, category, how it ended, delivery)`. */
  const pronounced = async (...before: readonly string[]) => {
    await run(`insert into facts.sentences (row_key, sanction_category, stage) values ('1', 'fine', 'appeal')`)
    const columns = 'row_key, sanction_category, ended_as, delivery'
    await run(`insert into facts.sentences_history (${columns}) values ${before.join(', ')}`)
    return classes(`stage = 'first_instance'`)
  }

  it('is the row that the appeal replaced, before one that came late', async () => {
    expect(await pronounced(`('1', 'prison', 'superseded', 1)`, `('1', 'term', 'late', 3)`)).toEqual(['CUST'])
  })

  it('is the last of several that were delivered, whatever order they are kept in', async () => {
    expect(await pronounced(`('1', 'prison', 'superseded', 2)`, `('1', 'term', 'superseded', 1)`)).toEqual(['CUST'])
  })

  it('is the row that came late, where there is no other', async () => {
    expect(await pronounced(`('1', 'term', 'late', 2)`)).toEqual(['SUSP'])
  })

  it('is none of a judgment that does not count', async () => {
    await run(`update facts.persons set case_key = 'another'`)
    expect(await pronounced(`('1', 'prison', 'superseded', 1)`)).toEqual([])
  })

  it('has no row that was withdrawn since', async () => {
    expect(await pronounced(`('1', 'term', 'superseded', 1)`, `('2', 'prison', 'superseded', 1)`)).toEqual(['SUSP'])
  })
})

it('charges without a number are as many as their rows', async () => {
  await run(
    `insert into facts.sentences (row_key, charge_no, sanction_category) values ('1', null, 'fine'), ('2', null, 'term')`,
  )
  expect(await classes(`unit = 'charge'`)).toEqual(['FINE', 'SUSP'])
})

it.each([
  [60, 120, []],
  [120, 60, ['CUST']],
])(
  'of equal sanctions that with the higher maximum says whether a judgment is bridged (theft %i, fraud %i)',
  async (theft, fraud, bridged) => {
    await run(`insert into facts.statutory_maxima values ('100', 'r', ${theft}), ('200', 'r', ${fraud})`)
    await run(`insert into facts.sentences (row_key, charge_no, article, offence, sanction_category, length)
      values ('1', 1, '100', 'theft', 'prison', 12), ('2', 2, '200', 'fraud', 'prison', 12)`)
    expect(await classes(`view = 'bridged'`)).toEqual(bridged)
  },
)
