import { join } from 'node:path'
import { Engine, selectRow } from '#foundation'
import { releaseStore } from '#warehouse'

/** By year and class of sanction, persons in the cube of units counted by the usual rules, beside those in the cube of sentences. */
export async function personsInTwoCubes(home: string): Promise<{ readonly compared: number; readonly same: number }> {
  const cubes = join(releaseStore.folder(home, releaseStore.current(home)?.id ?? ''), 'cubes')
  const engine = await Engine.open()
  try {
    return await engine.withConnection((connection) =>
      selectRow(
        connection,
        `with units as (
           select year, sanction_class, sum(n) as n from '${join(cubes, 'sentences_units.parquet')}'
           where unit = 'person' and rule = 'severest' and placement = 'own' and stage = 'latest' and view = 'recorded'
           group by all
         ), sentences as (
           select year, sanction_class, sum(n) as n from '${join(cubes, 'sentences.parquet')}' group by all
         )
         select count(*) as compared, count(*) filter (units.n = sentences.n) as same
         from units left join sentences using (year, sanction_class)`,
      ),
    )
  } finally {
    engine.close()
  }
}
