import { beforeAll, describe, expect, it } from 'vitest'
import { selectRows } from '#foundation'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { allPersons, changedPersons, type Scope } from './scope.ts'

const memory = inMemory('facts', 'staging')
beforeAll(async () => {
  await memory.connection.run('create table facts.held as select i as person_key from range(100) as t(i)')
  await memory.connection.run('create table staging.touched as select i as person_key from range(40, 60) as t(i)')
})

const rebuild = (scope: Scope, run: number) =>
  scope.rebuild(
    memory.connection,
    'facts.counted',
    (inScope) => `select person_key, ${run} as run from facts.held where ${inScope('person_key')}`,
  )

const runs = () =>
  selectRows<{ run: number; persons: number; rows: number }>(
    memory.connection,
    'select run, count(distinct person_key) as persons, count(*) as rows from facts.counted group by run order by run',
  )

describe('who is counted again', () => {
  it.each([0, 6_000_000, 6_000_001, 30_000_000])('is everybody once, with %d rows of the register', async (rows) => {
    await rebuild(allPersons(rows), 1)
    expect(await runs()).toEqual([{ run: 1, persons: 100, rows: 100 }])
  })

  it('is counted in as many slices as memory needs', async () => {
    const slices: string[] = []
    for (const rows of [6_000_000, 6_000_001, 18_000_000]) {
      let statements = 0
      await allPersons(rows).rebuild(memory.connection, 'facts.counted', (inScope) => {
        statements++
        return `select 1 as one where ${inScope('1')}`
      })
      slices.push(`${statements}`)
    }
    expect(slices).toEqual(['1', '2', '3'])
  })

  it('is who was touched, and nobody else', async () => {
    await rebuild(allPersons(100), 1)
    await rebuild(changedPersons, 2)
    expect(await runs()).toEqual([
      { run: 1, persons: 80, rows: 80 },
      { run: 2, persons: 20, rows: 20 },
    ])
    expect(changedPersons.members('key')).toContain('key in')
    expect(allPersons(100).members('key')).toBe('true')
  })
})
