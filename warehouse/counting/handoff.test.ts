import { beforeAll, expect, it } from 'vitest'
import { renderSqlTemplate, selectRows } from '#foundation'
import { inMemory } from '../../foundation/testing/in-memory.ts'

const memory = inMemory('facts')
beforeAll(async () => {
  await memory.connection.run(
    'create table facts.supervision (case_key varchar, person_key varchar, kind varchar, office varchar, registered_on date)',
  )
  await memory.connection.run(
    'create table facts.persons (case_key varchar, person_key varchar, sanction_class varchar, region varchar, court varchar, in_force_on date)',
  )
})

const handoff = (scope = 'true') => {
  const slots = { classes: `'SUSP', 'CSM'`, scope, supervision_scope: 'true' }
  const sql = `select case_key || ' ' || person_key || ' ' || orders || ' ' || coalesce(office, '-') || ' ' || coalesce(days::varchar, '-') as told`
  const rows = `(${renderSqlTemplate('warehouse/counting/handoff.sql', slots)}) order by case_key, person_key`
  return selectRows<{ told: string }>(memory.connection, `${sql} from ${rows}`)
}

it('a judgment in force is matched with its own first registration, in days that are none before it', async () => {
  const persons = ['on time', 'early', 'twice', 'never', 'custody', 'not yet', 'before']
  for (const name of persons) {
    const day = name === 'not yet' ? 'null' : `'2024-03-01'`
    const class_ = name === 'custody' ? 'CUST' : name === 'early' ? 'CSM' : 'SUSP'
    await memory.connection.run(`insert into facts.persons values ('${name}', 'P', '${class_}', 'R', 'C', ${day})`)
  }
  await memory.connection.run(`insert into facts.persons values ('twice', 'Q', 'SUSP', 'R', 'C', '2024-03-01')`)
  await memory.connection.run(`insert into facts.supervision values
    ('on time', 'P', 'executive', 'A', '2024-03-06'), ('early', 'P', 'executive', 'A', '2024-02-06'),
    ('twice', 'P', 'executive', 'B', '2024-04-10'), ('twice', 'P', 'executive', 'A', '2024-03-11'),
    ('custody', 'P', 'executive', 'A', '2024-03-06'), ('before', 'P', 'pre_trial', 'A', '2024-01-06')`)
  expect((await handoff()).map(({ told: reported }) => reported)).toEqual([
    'before P 0 - -',
    'early P 1 A 0',
    'never P 0 - -',
    'on time P 1 A 5',
    'twice P 2 A 10',
    'twice Q 0 - -',
  ])
  expect((await handoff(`persons.person_key = 'Q'`)).map(({ told: reported }) => reported)).toEqual(['twice Q 0 - -'])
})
