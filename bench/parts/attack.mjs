// Forty expensive requests at a time of one address, and twenty files that it never sends to their end, from a process of their own:
// what it takes to send them is no part of what others notice. Meanwhile another address reads pages and asks questions that nobody
// has asked before. The server has been read for some seconds when it begins: in its first ones its code is not compiled yet.
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { attackSeconds, languages, regions } from '../attacker.mjs'
import { historyHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { peakOf, startServing } from '../processes.mjs'

const reader = '203.0.113.5'
const pause = 150
const years = [2018, 2019, 2021, 2022, 2023, 2024]
/** What makes the addresses that are read alone others than those read under attack. */
const more = { page: '&period=year', question: '&to=2025-Q4' }
/** How many of each are read before the attack. */
const alone = 27
/** Of the median alone. */
const p99AtMost = { page: 12, question: 20 }

/** A page and a question that were not asked for before. */
const readings = {
  page: (at) =>
    `/${languages[at % 3]}/?region=${regions[Math.floor(at / 3) % 9]}&year=${years[Math.floor(at / 27) % years.length]}`,
  question: (at) =>
    `/v1/data/sentences?measure=persons&by=quarter,sanction_class&interval=95&region=${regions[at % 9]}&from=${years[Math.floor(at / 9) % years.length]}-Q1&limit=${500 - at}`,
}

export async function measurePart({ record }) {
  const server = await startServing(await historyHome(), { TARAZA_TRUSTED_PROXIES: '1' })
  const get = async (path) => {
    const answer = await fetch(server.url + path, { headers: { 'x-forwarded-for': reader } })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${path} gives ${answer.status}`)
  }
  for (const language of languages) await get(`/${language}/`)
  for (const region of regions) for (const language of languages) await get(`/${language}/?region=${region}&year=2025`)
  for (let at = 470; at < 500; at++) await get(readings.question(at))
  const quiet = await read(
    (name, at) => get(readings[name](at) + more[name]),
    (at) => at === alone,
  )
  const over = AbortSignal.timeout(attackSeconds * 1000)
  const attacker = fork(join(import.meta.dirname, '..', 'attacker.mjs'), [server.url])
  const statuses = new Promise((resolve) => attacker.once('message', resolve))
  const attacked = await read(
    (name, at) => get(readings[name](at)),
    () => over.aborted,
  )
  for (const name of Object.keys(readings)) {
    const base = spread(quiet[name])
    record({ what: `${name} of another address, alone`, ...base, unit: 'ms' })
    const sorted = attacked[name].toSorted((a, b) => a - b)
    const p99 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))]
    const beside = { ratio: p99 / base.value, reference: 'alone', ratioAtMost: p99AtMost[name] }
    record({ what: `  under attack, p99 of ${sorted.length}`, value: p99, unit: 'ms', ...beside })
    record({ what: '  under attack', ...spread(sorted), unit: 'ms' })
  }
  record({ what: 'greatest memory of the process', value: peakOf(server.pid), unit: 'MB', atMost: 600 })
  for (const [status, count] of await statuses)
    record({ what: `  answers to the attacker: ${status}`, value: count, unit: '' })
  await server.stop()
}

/** Reads pages and asks questions in turn until it is over; resolves to the milliseconds of each. */
async function read(get, isOver) {
  const times = { page: [], question: [] }
  for (let at = 0; !isOver(at); at++)
    for (const name of Object.keys(readings)) {
      const start = performance.now()
      await get(name, at)
      times[name].push(performance.now() - start)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  return times
}
