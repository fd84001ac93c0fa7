import { beforeEach, expect, it } from 'vitest'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { toldByCube } from './testing/rows-of-cube.ts'

const memory = inMemory('facts')
beforeEach(async () => {
  const order = 'row_key varchar, person_key varchar, kind varchar, registered_on date, ended_on date, outcome varchar'
  await memory.connection.run(`create or replace table facts.orders (${order}, follows_transfer boolean)`)
  await memory.connection.run(`create or replace table facts.supervision (${order})`)
  await memory.connection.run('create or replace table facts.persons (person_key varchar, sentenced_on date)')
  await memory.connection.run(
    'create or replace table facts.custody (person_key varchar, admitted_on date, status_from date)',
  )
})

/** What is known of returns to prison by a day: `person horizon happened`. */
async function returns(coveredTo: string): Promise<readonly string[]> {
  const text = `event || ' ' || unit_id || ' ' || horizon || ' ' || happened`
  const reported = await toldByCube(memory.connection, 'followup', text, { covered_to: `date '${coveredTo}'` })
  return reported
    .filter((one) => one.startsWith('return_to_prison '))
    .map((one) => one.slice('return_to_prison '.length))
}

const begin = (person: string, day: string) =>
  memory.connection.run(
    `insert into facts.orders values ('${person}', '${person}', 'executive', '${day}', null, 'open', false)`,
  )
const admit = (person: string, day: string) =>
  memory.connection.run(`insert into facts.custody values ('${person}', '${day}', '${day}')`)

it('somebody is followed for six, twelve and twenty-four months to the day', async () => {
  for (const person of ['A', 'B', 'C', 'D']) await begin(person, '2022-03-10')
  await admit('A', '2024-03-10')
  await admit('B', '2024-03-11')
  await admit('C', '2023-03-10')
  await admit('D', '2022-09-11')
  expect(await returns('2024-12-31')).toEqual([
    ...['A H06 no', 'A H12 no', 'A H24 yes', 'B H06 no', 'B H12 no', 'B H24 no'],
    ...['C H06 no', 'C H12 yes', 'C H24 yes', 'D H06 no', 'D H12 yes', 'D H24 yes'],
  ])
})

it('a year is followed once the time has passed for its last day', async () => {
  await begin('A', '2022-03-10')
  await begin('B', '2023-03-10')
  // An event that nobody ever had is one that no register tells.
  await admit('somebody else', '2023-01-10')
  expect(await returns('2024-12-31')).toEqual(['A H06 no', 'A H12 no', 'A H24 no', 'B H06 no', 'B H12 no'])
  expect(await returns('2024-12-30')).toEqual(['A H06 no', 'A H12 no', 'B H06 no'])
  expect(await returns('2024-06-29')).toEqual(['A H06 no', 'A H12 no'])
})

it('an order that follows a transfer begins no supervision in a later year', async () => {
  await begin('A', '2022-12-10')
  await memory.connection.run(
    `insert into facts.orders values ('2', 'A', 'executive', '2023-01-10', null, 'open', true)`,
  )
  await admit('somebody else', '2023-01-10')
  expect(await returns('2024-06-30')).toEqual(['A H06 no', 'A H12 no'])
})

it('a later status of a stay whose first one is not told is no return', async () => {
  await begin('A', '2022-03-10')
  await memory.connection.run(`insert into facts.custody values ('A', '2022-05-10', '2022-06-10')`)
  expect(await returns('2023-06-30')).toEqual([])
  await admit('A', '2022-08-10')
  expect(await returns('2023-06-30')).toEqual(['A H06 yes'])
})
