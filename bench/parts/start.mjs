// From the command to a server that answers.
import { releasedHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { startServing } from '../processes.mjs'

export async function measurePart({ size, rounds, record }) {
  const home = await releasedHome(size)
  const times = []
  for (let round = 0; round < rounds; round++) {
    const server = await startServing(home)
    times.push(server.ready)
    await server.stop()
  }
  record({ what: 'until it is ready', ...spread(times), unit: 'ms', atMost: 1000 })
}
