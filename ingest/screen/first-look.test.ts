import { beforeEach, describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import { gateOf } from '../personal/gate.ts'
import { firstLook, maxFirst, suspectPattern } from './first-look.ts'
import { areHarmless } from './suspects.ts'

const memory = inMemory('staging')
const gate = gateOf(loadJurisdiction('kg').personal)
const suspect = suspectPattern(gate)

beforeEach(async () => {
  await memory.connection.run('create or replace table staging.lines (line varchar)')
})

/** The first look at some lines; an empty one is NULL, as the engine reads it. */
async function look(...lines: readonly string[]) {
  for (const line of lines) await memory.connection.run('insert into staging.lines values (nullif(?, $$$$))', [line])
  return await firstLook(memory.connection, 'staging.lines', suspect)
}

describe('the first look', () => {
  it('counts lines, blank ones and suspect ones, and measures the longest in bytes', async () => {
    expect(await look('A;B;C', '', 'Бакыт;1', '1;2', '', '', 'Алтын;2;3')).toEqual({
      lines: 7,
      blank: 3,
      suspects: 2,
      first: 'Алтын;2;3\nБакыт;1',
      longest: 14,
      padded: false,
      sample: expect.arrayContaining(['A;B;C', 'Бакыт;1', '1;2', 'Алтын;2;3']),
    })
  })

  it('finds blanks at the edge of a cell, and takes none inside of one for such', async () => {
    expect(await look('a;b c;d')).toMatchObject({ padded: false })
    expect(await look('a;b;c', 'a; b;c', 'a;b;c')).toMatchObject({ padded: true })
  })

  it('says of lines without anything that nothing was found', async () => {
    expect(await look('')).toMatchObject({ lines: 1, blank: 1, suspects: 0, padded: false })
  })
})

describe('suspect lines', () => {
  const isHarmless = async (...lines: readonly string[]) =>
    await areHarmless(memory.connection, 'staging.lines', { gate, suspect, ...(await look(...lines)) })
  const harmless = (count: number) => Array.from({ length: count }, (_, index) => `district;${index}`)

  it('are harmless where no cell of theirs says who somebody is, whatever stands in the next line', async () => {
    expect(await isHarmless('1;Court', 'District;2')).toBe(true)
    expect(await isHarmless('1;Асанов Бакыт', 'District;2')).toBe(false)
  })

  it('are all looked at, in whatever place among how many', async () => {
    expect(await isHarmless(...harmless(maxFirst + 20))).toBe(true)
    expect(await isHarmless('z;Асанов Бакыт')).toBe(false)
  })
})
