import { beforeEach, describe, expect, it } from 'vitest'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { quartersEnding, toldByCube } from './testing/rows-of-cube.ts'

const memory = inMemory('facts')

describe('a vacant post', () => {
  beforeEach(async () => {
    await memory.connection.run(`create or replace table facts.staffing (
      post_key varchar, row_key varchar, office varchar, service varchar, role varchar, held_from date, held_to date)`)
  })

  /** Posts that are vacant at the end of June 2023, as they were held last. */
  const vacant = async (...rows: readonly string[]) => {
    await memory.connection.run(`insert into facts.staffing values ${rows.join(', ')}`)
    const slots = { quarters: quartersEnding('2023-06-30'), office_region: 'posts.office' }
    const text = `quarter // 4 || ' ' || region || ' ' || service || ' ' || role || ' ' || n`
    return toldByCube(memory.connection, 'staffing_vacancies', text, slots)
  }

  it('is told as its last holder had it, whatever the keys of the rows are', async () => {
    const earlier = `('P', '2', 'north', 'probation', 'officer', '2020-01-01', '2021-12-31')`
    const later = `('P', '1', 'south', 'prison', 'guard', '2022-01-01', '2022-12-31')`
    expect(await vacant(earlier, later)).toEqual(['2023 south prison guard 1'])
  })

  it.each([[['1', '2']], [['2', '1']]])(
    'of two holders from one day is told by the row with the later key (%j)',
    async (keys) => {
      const rows = keys.map((key) => `('P', '${key}', 'o${key}', 's${key}', 'r${key}', '2022-01-01', '2022-12-31')`)
      expect(await vacant(...rows)).toEqual(['2023 o2 s2 r2 1'])
    },
  )

  it('has had a holder by the end of the quarter: on its last day is enough, on the day after it is not', async () => {
    const day = (post: string, date: string) =>
      `('${post}', '${post}', '${post}', 'probation', 'officer', '${date}', '${date}')`
    expect(await vacant(day('A', '2023-06-30'), day('B', '2023-07-01'))).toEqual(['2023 A probation officer 1'])
  })

  it('is none while somebody holds it, where posts have no key too', async () => {
    expect(await vacant(`(null, '1', 'north', 'probation', 'officer', '2022-01-01', null)`)).toEqual([])
  })
})

it('places in prisons hold from their year until the next that is stated', async () => {
  const slots = { prison_places: '(2021, 100), (2023, 120)', covered_to: `date '2024-05-31'` }
  const reported = await toldByCube(memory.connection, 'prison_places', `year || ' ' || n`, slots)
  expect(reported).toEqual(['2021 100', '2022 100', '2023 120', '2024 120'])
})

it('activities of one component and status are counted one by one', async () => {
  await memory.connection.run(`create or replace table facts.activities as
    select date '2023-04-01' as planned_quarter, 1 as component, status from unnest(['done', 'done', 'open']) as t(status)`)
  const reported = await toldByCube(memory.connection, 'activities', `quarter || ' ' || status || ' ' || n`)
  expect(reported).toEqual(['8093 done 2', '8093 open 1'])
})
