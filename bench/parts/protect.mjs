// What protection costs: the rounding of quarters in one thread, a release and one of a further quarter, against sorting a million numbers.
import { join } from 'node:path'
import { runNightly } from '../../dist/cli/nightly/run-nightly.js'
import { runRelease } from '../../dist/cli/releases/run-release.js'
import { writeSamples } from '../../dist/data-samples/index.js'
import { inTurns, sortMillion, spread } from '../measure.mjs'

const now = new Date('2025-02-14')
const sorting = async () => (await inTurns({ sorting: sortMillion }, 9)).sorting

/** Makes a release; when it began to do what, in seconds. */
async function timed(options) {
  const marks = []
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  await runRelease({ now, ...options, progress: (message) => marks.push([message, seconds()]) })
  return { marks, all: seconds() }
}

export async function measurePart({ folder, record }) {
  const [home, incoming] = [join(folder, 'home'), join(folder, 'incoming')]
  await writeSamples({ jurisdiction: 'kg', out: incoming, from: '2023-01', to: '2024-12' })
  await runNightly({ home, jurisdiction: 'kg', incoming, now, threads: 2 })
  const sorted = await sorting()
  const { marks, all } = await timed({ home, through: '2024-Q3' })
  sorted.push(...(await sorting()))
  const further = await timed({ home })
  sorted.push(...(await sorting()))
  const base = spread(sorted).value / 1000
  const first = marks.findIndex(([message]) => message.startsWith('sentences: '))
  const quarters = marks.flatMap(([, at], index) =>
    index > first && marks[index - 1][0].startsWith('sentences: ') ? [at - marks[index - 1][1]] : [],
  )
  const recordRatio = (what, own, ratioAtMost) =>
    record({ what, ...own, unit: 's', ratio: own.value / base, reference: 'sorting', ratioAtMost })
  recordRatio('a quarter of the cube of sentences, one thread', spread(quarters), 100)
  recordRatio('a release of 7 quarters, all cubes', { value: all }, 800)
  recordRatio('a release of one further quarter', { value: further.all }, 200)
  record({ what: 'memory', value: process.resourceUsage().maxRSS / 1024, unit: 'MB', atMost: 1000 })
}
