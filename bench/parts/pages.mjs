// Pages with their charts drawn on the server, each under an address that nobody has asked for, against one answer over HTTP.
import { gzipSync } from 'node:zlib'
import { historyHome, releasedHome } from '../homes.mjs'
import { inTurns, spread } from '../measure.mjs'
import { startServing } from '../processes.mjs'

const regions = ['KG-GB', 'KG-C', 'KG-Y', 'KG-N', 'KG-T', 'KG-J', 'KG-O', 'KG-GO', 'KG-B']
const languages = ['ky', 'ru', 'en']
/** Each combination of one of each list. */
const combinations = (...lists) =>
  lists.reduce((all, list) => all.flatMap((chosen) => list.map((one) => [...chosen, one])), [[]])
/** Addresses that nobody has asked for, one after the other. */
const addresses = {
  overview: combinations(languages, ['year', 'quarter'], ['', '&year=2024'], regions).map(
    ([language, period, year, region]) => `/${language}/?region=${region}&period=${period}${year}`,
  ),
  board: combinations(languages, ['', '&sex=F', '&sex=M'], regions).map(([language, sex, region]) => [
    language,
    `?region=${region}${sex}`,
  ]),
}

export async function measurePart({ size, rounds, record }) {
  const server = await startServing(size === 'history' ? await historyHome() : await releasedHome(size))
  const get = async (path) => {
    const answer = await fetch(server.url + path)
    if (answer.status !== 200) throw new Error(`${path} gives ${answer.status}`)
    return await answer.text()
  }
  const board = (name) => {
    const left = addresses.board.values()
    return async () => {
      const [language, search] = left.next().value
      await get(`/${language}/d/${name}${search}`)
    }
  }
  const overviews = addresses.overview.values()
  let limit = 1000
  const ways = {
    'one answer': () => get(`/v1/data/sentences?measure=persons&by=year,sanction_class&limit=${limit--}`),
    overview: () => get(overviews.next().value),
    'probation, twelve panels': board('probation'),
    sentencing: board('sentencing'),
    'probation, kept': () => get('/ky/d/probation'),
  }
  await inTurns(ways, 8)
  const times = await inTurns(ways, rounds * 3)
  const base = spread(times['one answer']).value
  const limits = { overview: 12, 'probation, twelve panels': 12, sentencing: 12, 'probation, kept': 1 }
  for (const [what, own] of Object.entries(times)) {
    const found = spread(own)
    const promise = limits[what] === undefined ? {} : { ratioAtMost: limits[what] }
    record({ what, ...found, unit: 'ms', ratio: found.value / base, reference: 'one answer', ...promise })
  }
  record({
    what: 'HTML of the overview, compressed',
    value: gzipSync(await get('/ky/')).length / 1024,
    unit: 'kB',
    atMost: 150,
  })
  await server.stop()
}
