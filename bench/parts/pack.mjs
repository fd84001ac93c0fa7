// The committee's pack as the command makes it: all files in three languages. Its threads take what CPU there is, so its CPU time is
// compared, with that of sorting a million numbers.
import { join } from 'node:path'
import { historyHome } from '../homes.mjs'
import { sortMillion, spread } from '../measure.mjs'
import { runToEnd } from '../processes.mjs'

export async function measurePart({ rounds, folder, record }) {
  const home = await historyHome()
  const [runs, sortings] = [[], []]
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    for (let sorting = 0; sorting < 9; sorting++) sortings.push(cpuOfSorting())
    runs.push(await runToEnd(['pack', '--out', join(folder, 'packs')], { TARAZA_HOME: home }))
  }
  record({ what: 'slides, pages, workbook and archive', ...spread(runs.map(({ seconds }) => seconds)), unit: 's' })
  const [own, base] = [spread(runs.map(({ cpu }) => cpu)), spread(sortings)]
  record({
    what: '  CPU time',
    ...own,
    unit: 'ms',
    ratio: own.value / base.value,
    reference: 'sorting',
    ratioAtMost: 200,
  })
  record({ what: 'memory', value: Math.max(...runs.map(({ peak }) => peak)), unit: 'MB', atMost: 1000 })
}

function cpuOfSorting() {
  const before = process.cpuUsage()
  sortMillion()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
