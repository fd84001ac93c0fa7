// The committee's pack as the command makes it: all files in three languages.
import { join } from 'node:path'
import { historyHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { runToEnd } from '../processes.mjs'

export async function measurePart({ rounds, folder, record }) {
  const home = await historyHome()
  const runs = []
  for (let round = 0; round < Math.min(rounds, 3); round++)
    runs.push(await runToEnd(['pack', '--out', join(folder, 'packs')], { TARAZA_HOME: home }))
  record({
    what: 'slides, pages, workbook and archive',
    ...spread(runs.map(({ seconds }) => seconds)),
    unit: 's',
    atMost: 15,
  })
  record({ what: 'memory', value: Math.max(...runs.map(({ peak }) => peak)), unit: 'MB', atMost: 1000 })
}
