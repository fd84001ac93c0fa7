import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Engine, quoteLiteral, selectRow } from '#foundation'
import type { FiscalYear } from '#jurisdictions'
import { firstOfFiscalYear } from './read-fiscal-year.ts'

let engine: Engine
beforeAll(async () => {
  engine = await Engine.open()
})
afterAll(() => engine.close())

async function read(text: string, fiscal: FiscalYear, typed = false): Promise<string | null> {
  const day = firstOfFiscalYear('cell', fiscal, typed)
  const sql = `select (${day})::varchar as day from (select ${quoteLiteral(text)} as cell)`
  return await engine.withConnection(
    async (connection) => (await selectRow<{ day: string | null }>(connection, sql)).day,
  )
}

describe('a year that does not begin on 1 January', () => {
  it('is read in every declared way of writing it', async () => {
    for (const year of [1999, 2009, 2013]) {
      const [next, short] = [`${year + 1}`, `${year + 1}`.slice(2)]
      for (const text of [
        `${year}/${short}`,
        `${year}-${next}`,
        `${year} – ${short}`,
        `FY ${year}/${short}`,
        `fy${year}-${short}`,
      ])
        expect(await read(text, { starts: 4, written: ['both'] }), text).toBe(`${year}-04-01`)
      expect(await read(`FY${next}`, { starts: 10, written: ['last'] })).toBe(`${year}-10-01`)
      expect(await read(`${year}`, { starts: 7, written: ['both', 'first'] })).toBe(`${year}-07-01`)
      expect(await read(`${year}.0`, { starts: 7, written: ['first'] }, true)).toBe(`${year}-07-01`)
    }
  })

  it('is not read in another way, and never over more or less than two years', async () => {
    for (const text of [
      '2013/15',
      '2013/13',
      '2013/12',
      '2013-2015',
      '2013',
      '13/14',
      '2013/14/15',
      'about 2013/14',
      '',
    ])
      expect(await read(text, { starts: 4, written: ['both'] }), text).toBeNull()
    for (const text of ['2013/14', 'FY14', '2014.5', '2014.0'])
      expect(await read(text, { starts: 4, written: ['first', 'last'] }), text).toBeNull()
  })
})
