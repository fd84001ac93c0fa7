// What methods cost, against sorting a million numbers.
import { decomposeWithIntervals, partitions, projectStockFlow, runSync, stl } from '../../dist/statistics/index.js'
import { inTurns, spread } from '../measure.mjs'

let state = 7
const random = () => {
  state = (state * 16_807) % 2_147_483_647
  return state / 2_147_483_647
}
const monthly = Array.from({ length: 240 }, (_, at) => Math.log(900 + at + 80 * Math.sin(at / 1.91) + 40 * random()))
const quarterly = Array.from({ length: 121 }, (_, at) => (at < 60 ? 7 : 7.2) + random() / 10)
const cells = []
for (let offence = 0; offence < 35; offence++)
  for (let sex = 0; sex < 2; sex++)
    for (let age = 0; age < 6; age++)
      for (let region = 0; region < 9; region++) {
        const size = 1 + Math.floor(random() * 30)
        const codes = [offence, sex, age, region].map(String)
        cells.push({ codes, size: [size, size + Math.floor(random() * 6)], rate: [random() / 2, random() / 2] })
      }
const inflows = Array.from({ length: 35 }, (_, at) => 500 + 30 * (at % 4) + Math.floor(60 * random()))
const stocks = inflows.map((_, at) => 7000 + 20 * at + Math.floor(50 * random()))
const level = quarterly.slice(1).map(() => [1])
const besideBefore = level.map((_, at) => [1, quarterly[at]])

const work = {
  'sorting a million numbers': [() => Float64Array.from({ length: 1e6 }, random).sort()],
  'STL, 240 months': [() => stl(monthly, { frequency: 12, seasonal: 13 }), 0.05],
  'STL, 240 months, robust': [() => stl(monthly, { frequency: 12, seasonal: 13, robust: true })],
  'breaks of a level, 120 quarters': [() => partitions(level, quarterly.slice(1)), 0.05],
  'breaks beside the quarter before': [() => partitions(besideBefore, quarterly.slice(1)), 0.5],
  'decomposition, 3,780 cells, 500 runs': [() => runSync(decomposeWithIntervals(cells, { level: 95, runs: 500 })), 8],
  'projection, 40 quarters, 500 runs': [
    () => runSync(projectStockFlow({ stocks, inflows }, { periods: 40, season: 4, runs: 500 })),
    0.5,
  ],
}

export async function measurePart({ rounds, record }) {
  const ways = Object.fromEntries(Object.entries(work).map(([name, [run]]) => [name, run]))
  await inTurns(ways, 1)
  const times = await inTurns(ways, rounds)
  const reference = 'sorting a million numbers'
  const base = spread(times[reference]).value
  for (const [what, [, ratioAtMost]] of Object.entries(work)) {
    const own = spread(times[what])
    record({
      what,
      ...own,
      unit: 'ms',
      ratio: own.value / base,
      reference: 'sorting',
      ...(ratioAtMost ? { ratioAtMost } : {}),
    })
  }
}
