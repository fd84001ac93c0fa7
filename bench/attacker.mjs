// The process of whoever attacks a server in bench/parts/attack.mjs: node attacker.mjs URL, in a child process. It sends how often
// which status came as its one message.
import { setMaxListeners } from 'node:events'
import { connect } from 'node:net'

export const attackSeconds = 60
const attacker = '198.51.100.7'
const [atOnce, unfinished] = [40, 20]
/** Milliseconds that the attacker waits after a refusal, a twentieth of what it was told. */
const impatience = 100
export const regions = ['KG-GB', 'KG-C', 'KG-Y', 'KG-N', 'KG-T', 'KG-J', 'KG-O', 'KG-GO', 'KG-B']
export const languages = ['ky', 'ru', 'en']

async function attackAll(url) {
  const over = AbortSignal.timeout(attackSeconds * 1000)
  setMaxListeners(atOnce * 2, over)
  const get = async (path) => {
    const answer = await fetch(url + path, { headers: { 'x-forwarded-for': attacker }, signal: over })
    return { status: answer.status, body: await answer.text() }
  }
  const { quarters } = JSON.parse((await get('/v1/packs')).body)
  const files = Array.from({ length: unfinished }, () => beginFile(url))
  const statuses = new Map()
  const attack = attacks(quarters)
  let asked = 0
  const attackOn = async () => {
    while (!over.aborted) {
      const { status } = await get(attack(asked++)).catch(() => ({ status: 'stopped' }))
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status !== 200) await new Promise((resolve) => setTimeout(resolve, impatience))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, attackOn))
  for (const file of files) file.destroy()
  process.send([...statuses].sort(), () => process.disconnect())
}

const largest = '/v1/data/sentences?measure=persons&by=quarter,court,offence,sanction_category&detail=full'

/** What the attacker asks for, one kind after the other, each under an address of its own as long as there are such. */
function attacks(quarters) {
  const expensive = [
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
    (at) => `${largest}&format=${['json', 'jsonstat', 'parquet', 'arrow'][at % 4]}&from=${2018 + (at % 7)}`,
    (at) =>
      `/v1/data/sentences?measure=persons,custodial_share&by=year,court,offence,sex&detail=full&base=2020&interval=95&format=xlsx&limit=${90_000 - at}`,
    () => '/v1/bulk/sentences.zip',
  ]
  return (at) => expensive[at % expensive.length](at)
}

const chosen = (at) =>
  `lang=${languages[Math.floor(at / 9) % 3]}&region=${regions[at % 9]}&period=${at % 2 ? 'year' : 'quarter'}`

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

if (process.send !== undefined && import.meta.filename === process.argv[1]) await attackAll(process.argv[2])
