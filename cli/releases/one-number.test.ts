import { expect, inject, it } from 'vitest'
import { personsInTwoCubes } from '../testing/one-number.ts'

it('persons of a whole year are one number, in the cube of units as in that of sentences', async () => {
  const { compared, same } = await personsInTwoCubes(inject('kgHome'))
  expect(compared).toBeGreaterThan(40)
  expect(same).toBe(compared)
})
