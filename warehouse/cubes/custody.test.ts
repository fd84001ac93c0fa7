import { beforeEach, describe, expect, it } from 'vitest'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { quartersEnding, toldByCube } from './testing/rows-of-cube.ts'

const memory = inMemory('facts')
beforeEach(async () => {
  const status = `status enum('untried', 'sentenced', 'UNK'), sex varchar`
  await memory.connection.run(`create or replace table facts.stays (person varchar, row_key varchar, ${status},
    status_from date, admitted_on date default '2023-01-01', unadmitted varchar, ends_on date, stay_released_on date default '2023-06-30')`)
})

/** Statuses as `(person, key, status, sex, first day)`. */
const hold = (...rows: readonly string[]) =>
  memory.connection.run(`insert into facts.stays (person, row_key, status, sex, status_from) values ${rows.join(', ')}`)

const sameDay = [
  // A known status before an unknown one, whichever comes later in the list.
  `('A', '1', 'UNK', 'M', '2023-02-01'), ('A', '2', 'untried', 'M', '2023-02-01')`,
  // Of two known ones the later in the list.
  `('B', '1', 'untried', 'M', '2023-02-01'), ('B', '2', 'sentenced', 'M', '2023-02-01')`,
  // Of two alike the first by its key, in whatever order they came.
  `('C', '2', 'untried', 'F', '2023-02-01'), ('C', '1', 'untried', 'M', '2023-02-01')`,
  `('D', '1', 'untried', 'M', '2023-02-01'), ('D', '2', 'untried', 'F', '2023-02-01')`,
]
const reported = ['A untried M', 'B sentenced M', 'C untried M', 'D untried M']

describe('somebody held at the end of a quarter', () => {
  const stock = () => {
    const slots = { quarters: quartersEnding('2023-03-31'), broad_age_at_quarter_end: 'null' }
    return toldByCube(memory.connection, 'custody_stock', `unit_id || ' ' || status || ' ' || sex`, slots)
  }

  it('in stays that overlap has the status that began last', async () => {
    await hold(`('A', '1', 'sentenced', 'M', '2023-01-01')`, `('A', '2', 'UNK', 'M', '2023-02-01')`)
    expect(await stock()).toEqual(['A UNK M'])
  })

  it('with statuses of one day has a known one, and of these the later in the list', async () => {
    await hold(...sameDay)
    expect(await stock()).toEqual(reported)
  })
})

describe('a release', () => {
  // The band of age stands in for the person, whom the cube does not tell.
  const releases = () =>
    toldByCube(memory.connection, 'custody_releases', `broad_age || ' ' || status || ' ' || sex`, {
      broad_age_at_release: 'person',
    })

  it('counts by the status that began last, on its own day too, and by none that began after it', async () => {
    await hold(
      `('A', '1', 'sentenced', 'M', '2023-01-01'), ('A', '2', 'untried', 'M', '2023-02-01')`,
      `('B', '1', 'sentenced', 'M', '2023-01-01'), ('B', '2', 'untried', 'M', '2023-06-30')`,
      `('C', '1', 'untried', 'M', '2023-01-01'), ('C', '2', 'sentenced', 'M', '2023-07-01')`,
    )
    expect(await releases()).toEqual(['A untried M', 'B untried M', 'C untried M'])
  })

  it('with statuses of one day counts by a known one, and of these by the later in the list', async () => {
    await hold(...sameDay)
    expect(await releases()).toEqual(reported)
  })

  it('counts once for each stay, of those without a day of admission too', async () => {
    await memory.connection.run(`insert into facts.stays by name (
      select 'A' as person, day as row_key, 'untried' as status, 'M' as sex, date '2023-01-01' as status_from,
        null as admitted_on, day as unadmitted, day::date as stay_released_on
      from unnest(['2023-03-01', '2023-05-01']) as days(day))`)
    expect(await releases()).toEqual(['A untried M', 'A untried M'])
  })
})
