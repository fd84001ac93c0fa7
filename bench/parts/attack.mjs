// Forty dear requests at a time of one address, and twenty files that it never sends to their end. Meanwhile another address reads
// pages and asks questions that nobody has asked before. The server has been read for a moment when it begins.
import { setMaxListeners } from 'node:events'
import { connect } from 'node:net'
import { historyHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { peakOf, startServing } from '../processes.mjs'

const [attacker, reader] = ['198.51.100.7', '203.0.113.5']
const [atOnce, unfinished, seconds, pause] = [40, 20, 60, 150]
/** Milliseconds that the attacker waits after a refusal, half of what it was told. */
const impatience = 1000
const regions = ['KG-GB', 'KG-C', 'KG-Y', 'KG-N', 'KG-T', 'KG-J', 'KG-O', 'KG-GO', 'KG-B']
const languages = ['ky', 'ru', 'en']
const years = [2018, 2019, 2021, 2022, 2023, 2024]

/** What the attacker asks for, one kind after the other, each under an address of its own as long as there are such. */
function attacks(quarters) {
  const dear = [
    (at) => `/v1/charts/mix.png?${chosen(at)}`,
    (at) => `/v1/charts/mix.pdf?${chosen(at)}`,
    (at) => `/v1/packs/${quarters[at % quarters.length]}/${languages[at % 3]}.zip`,
    (at) =>
      `/v1/data/sentences?measure=persons&by=month,court,sanction_class,sex&detail=full&format=xlsx&limit=${9000 - at}`,
    (at) => `/en/d/probation?${chosen(at)}`,
    (at) => `/v1/charts/prison-held.pptx?lang=${languages[at % 3]}&sex=${at % 2 ? 'F' : 'M'}`,
    (at) => `/v1/packs/${quarters[at % quarters.length]}/${languages[at % 3]}.pdf`,
    (at) =>
      `/v1/data/sentences?measure=persons&by=month,court,offence,age_band&detail=full&format=csv&limit=${90_000 - at}`,
  ]
  return (at) => dear[at % dear.length](at)
}

const chosen = (at) =>
  `lang=${languages[Math.floor(at / 9) % 3]}&region=${regions[at % 9]}&period=${at % 2 ? 'year' : 'quarter'}`

/** A page and a question that were not asked for before. */
const readings = {
  page: (at) =>
    `/${languages[at % 3]}/?region=${regions[Math.floor(at / 3) % 9]}&year=${years[Math.floor(at / 27) % 6]}`,
  question: (at) =>
    `/v1/data/sentences?measure=persons&by=quarter,sanction_class&interval=95&region=${regions[at % 9]}&from=${years[Math.floor(at / 9) % 6]}-Q1&limit=${500 - at}`,
}

export async function measurePart({ record }) {
  const server = await startServing(await historyHome(), { TARAZA_TRUSTED_PROXIES: '1' })
  const get = async (path, address, signal) => {
    const answer = await fetch(server.url + path, { headers: { 'x-forwarded-for': address }, signal })
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) }
  }
  const { quarters } = JSON.parse((await get('/v1/packs', reader)).body.toString())
  for (const language of languages) await get(`/${language}/`, reader)
  for (const language of languages) await get(`/${language}/?region=KG-GB&year=2020`, reader)
  await get(readings.question(400), reader)
  const over = AbortSignal.timeout(seconds * 1000)
  setMaxListeners(atOnce * 2, over)
  const statuses = new Map()
  const attack = attacks(quarters)
  let asked = 0
  const attacking = async () => {
    while (!over.aborted) {
      const { status } = await get(attack(asked++), attacker, over).catch(() => ({ status: 'stopped' }))
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status !== 200) await new Promise((resolve) => setTimeout(resolve, impatience))
    }
  }
  const files = Array.from({ length: unfinished }, () => beginFile(server.url))
  const attackers = Array.from({ length: atOnce }, attacking)
  const times = await read(get, over)
  await Promise.all(attackers)
  for (const file of files) file.destroy()
  for (const [name, all] of Object.entries(times)) {
    const sorted = all.toSorted((a, b) => a - b)
    const p99 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))]
    record({ what: `${name} of another address, p99 of ${all.length}`, value: p99, unit: 'ms', atMost: 300 })
    record({ what: `  ${name}: median, least and greatest`, ...spread(all), unit: 'ms' })
  }
  record({ what: 'greatest memory of the process', value: peakOf(server.pid), unit: 'MB', atMost: 600 })
  for (const [status, count] of [...statuses].sort())
    record({ what: `  answers to the attacker: ${status}`, value: count, unit: '' })
  await server.stop()
}

/** Reads pages and asks questions in turn until it is over; resolves to the milliseconds of each. */
async function read(get, over) {
  const times = { page: [], question: [] }
  for (let at = 0; !over.aborted; at++)
    for (const name of Object.keys(readings)) {
      const start = performance.now()
      const { status } = await get(readings[name](at), reader)
      if (status !== 200) throw new Error(`${readings[name](at)} gives ${status}`)
      times[name].push(performance.now() - start)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  return times
}

/** Sends most of a file to be checked, and never its end. */
function beginFile(url) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(
    `POST /v1/verify HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${attacker}\r\nContent-Length: ${28 * 2 ** 20}\r\n\r\n`,
  )
  socket.write(Buffer.alloc(27 * 2 ** 20))
  return socket
}
