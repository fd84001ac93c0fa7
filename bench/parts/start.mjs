// From the command to a server that answers, against an empty process of Node that loads the database.
import { releasedHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { emptyStart, startServing } from '../processes.mjs'

export async function measurePart({ size, rounds, record }) {
  const home = await releasedHome(size)
  const [times, empty] = [[], []]
  for (let round = 0; round < rounds; round++) {
    empty.push(await emptyStart())
    const server = await startServing(home)
    times.push(server.ready)
    await server.stop()
  }
  const [own, base] = [spread(times), spread(empty)]
  const reference = 'an empty process'
  record({ what: reference, ...base, unit: 'ms' })
  record({ what: 'until it is ready', ...own, unit: 'ms', ratio: own.value / base.value, reference, ratioAtMost: 6 })
}
