// What protection costs: the rounding of quarters in one thread, and what a release takes and remembers.
import { join } from 'node:path'
import { runNightly } from '../../dist/cli/nightly/run-nightly.js'
import { runRelease } from '../../dist/cli/releases/run-release.js'
import { writeSamples } from '../../dist/data-samples/index.js'
import { spread } from '../measure.mjs'

const now = new Date('2025-02-14')

export async function measurePart({ folder, record }) {
  const [home, incoming] = [join(folder, 'home'), join(folder, 'incoming')]
  await writeSamples({ jurisdiction: 'kg', out: incoming, from: '2023-01', to: '2024-12' })
  await runNightly({ home, jurisdiction: 'kg', incoming, now, threads: 2 })
  const marks = []
  const began = performance.now()
  await runRelease({ home, now, progress: (message) => marks.push([message, (performance.now() - began) / 1000]) })
  const first = marks.findIndex(([message]) => message.startsWith('sentences: '))
  const quarters = marks.flatMap(([, at], index) =>
    index > first && marks[index - 1][0].startsWith('sentences: ') ? [at - marks[index - 1][1]] : [],
  )
  record({ what: 'a quarter of the cube of sentences, one thread', ...spread(quarters), unit: 's', atMost: 10 })
  const all = (performance.now() - began) / 1000
  record({ what: `a release of ${quarters.length} quarters, all cubes`, value: all, unit: 's', atMost: 300 })
  record({ what: 'memory', value: process.resourceUsage().maxRSS / 1024, unit: 'MB', atMost: 1000 })
}
