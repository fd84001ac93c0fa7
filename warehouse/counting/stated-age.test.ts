import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Engine, selectRows } from '#foundation'
import { runNightly } from '../../cli/nightly/run-nightly.ts'
import { testHome } from '../../cli/testing/homes.ts'
import { mongolianExtract } from '../../cli/testing/mongolian.ts'
import { generationStore } from '../generations/store/store.ts'

it('an age that the register tells counts, where no year of birth is known', async () => {
  const test = testHome()
  const { home, incoming } = test
  test.deliver('mongolia-sentencing-2020-2026.csv', mongolianExtract(60))
  await runNightly({ home, jurisdiction: 'mn', incoming, now: new Date('2026-03-01T02:30:00Z') })
  const path = join(home, 'generations', generationStore.current(home)?.id ?? '', 'facts.duckdb')
  const engine = await Engine.open({ path, readOnly: true })
  const sql = `select age, any_value(persons.age_band)::varchar as band, count(distinct persons.age_band) as bands
    from facts.sentences join facts.persons as persons using (case_key, person_key) group by age order by age nulls last`
  const ages = await engine.withConnection((connection) => selectRows(connection, sql))
  engine.close()
  test.remove()
  expect(ages).toEqual([
    { age: 19, band: 'A18', bands: 1 },
    { age: 27, band: 'A25', bands: 1 },
    { age: 33, band: 'A25', bands: 1 },
    { age: 52, band: 'A45', bands: 1 },
    { age: null, band: 'UNK', bands: 1 },
  ])
})
