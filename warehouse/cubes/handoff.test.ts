import { afterAll, beforeAll, expect, it } from 'vitest'
import { Engine, renderSqlTemplate, selectRows } from '#foundation'
import { calendarSlots, calendarYears } from '../facts/calendar.ts'

let engine: Engine
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 })
})
afterAll(() => engine.close())

/** The days in force of the judgments that are counted when registers are covered until a day. */
const counted = (coveredTo: string) =>
  engine.withConnection(async (connection) => {
    await connection.run(`attach if not exists ':memory:' as facts`)
    await connection.run(`create or replace table facts.handoff as
      select day::date as in_force_on, 'R' as region, 'SUSP' as sanction_class, day as case_key, '' as person_key
      from unnest(['2024-06-30', '2024-07-01', '2024-08-15', '2024-09-30', '2024-10-01']) as days(day)`)
    const slots = {
      ...calendarSlots(calendarYears),
      timeliness: `'D010'`,
      timeliness_type: 'varchar',
      covered_to: `date '${coveredTo}'`,
    }
    const rows = `(${renderSqlTemplate('warehouse/cubes/handoff.sql', slots)})`
    const found = await selectRows<{ unit_id: string }>(connection, `select unit_id from ${rows} order by unit_id`)
    return found.map(({ unit_id }) => unit_id)
  })

it('a quarter is counted once 90 days have passed for its last judgment, and as a whole', async () => {
  expect(await counted('2024-12-28')).toEqual(['2024-06-30'])
  expect(await counted('2024-12-29')).toEqual(['2024-06-30', '2024-07-01', '2024-08-15', '2024-09-30'])
  expect(await counted('2025-03-30')).toHaveLength(4)
  expect(await counted('2025-03-31')).toHaveLength(5)
})
