// What each kind of request costs when nothing of it is kept: the CPU time that a server and its children take for it, beside what
// the table of costs declares.
import { costs } from '../../dist/api/index.js'
import { historyHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { cpuOf, startServing } from '../processes.mjs'

/** A declared cost may be as many times less, or more, than what is measured here. */
const [leastRatio, mostRatio] = [0.4, 2.5]
const regions = ['KG-GB', 'KG-C', 'KG-Y', 'KG-N', 'KG-T', 'KG-J', 'KG-O', 'KG-GO', 'KG-B']
const sentences = '/v1/data/sentences?measure=persons'

/** By kind an address for each round, none of which was asked for before. */
const addresses = {
  question: (round) => `${sentences}&by=quarter,sanction_class&interval=95&region=${regions[round]}`,
  findings: (round) =>
    `/v1/statistics/trend?dataset=sentences&measure=persons&by=quarter,sanction_class&region=${regions[round]}`,
  table: (round) => `${sentences}&by=month,court,sanction_class&detail=full&format=csv&region=${regions[round]}`,
  workbook: (round) => `${sentences}&by=month,court,sanction_class&detail=full&format=xlsx&region=${regions[round]}`,
  page: (round) => `/en/d/probation?region=${regions[round]}`,
  chart: (round) => `/v1/charts/mix.svg?lang=ru&region=${regions[round]}`,
  picture: (round) => `/v1/charts/mix.${['pdf', 'png', 'pptx'][round % 3]}?lang=ky&region=${regions[round]}`,
  bulk: (round) => `/v1/bulk/${['sentences.csv.gz', 'sentences.parquet', 'sentences.zip'][round % 3]}?asOf=`,
  report: (round, quarter) => `/v/${quarter(round)}`,
  pack: (round, _, at) => `/v1/packs/${at(round)}/en.${['pptx', 'pdf', 'xlsx'][round % 3]}`,
  archive: (round, _, at) => `/v1/packs/${at(round)}/ru.zip`,
}

export async function measurePart({ rounds, record }) {
  const server = await startServing(await historyHome())
  const get = async (path, init) => {
    const answer = await fetch(server.url + path, init)
    if (answer.status !== 200) throw new Error(`${path} gives ${answer.status}`)
    return Buffer.from(await answer.arrayBuffer())
  }
  const { release, quarters } = JSON.parse((await get('/v1/packs')).toString())
  const [ofLink, ofPack] = [(round) => `${quarters[4 + round]}_${release}?lang=en`, (round) => quarters[round]]
  const cost = async (work) => {
    const before = await settled(server.pid)
    await work()
    return (await settled(server.pid)) - before
  }
  const taken = Object.fromEntries(Object.keys(costs).map((kind) => [kind, []]))
  // The first of each kind loads what the kind needs.
  for (const [kind, addressOf] of Object.entries(addresses))
    for (let round = 0; round <= Math.min(rounds, kind === 'bulk' ? 2 : 3); round++) {
      const path = addressOf(round, ofLink, ofPack).replace('asOf=', `asOf=${release}`)
      taken[kind].push(await cost(() => get(path)))
    }
  // The dearest file to check: the slides of a pack.
  for (let round = 0; round <= Math.min(rounds, 3); round++) {
    const body = await get(`/v1/packs/${ofPack(round)}/en.pptx`)
    taken.check.push(await cost(() => get('/v1/verify', { method: 'POST', body })))
  }
  for (const [kind, [, ...times]] of Object.entries(taken)) {
    const found = spread(times)
    const declared = costs[kind].cpu
    const limits = { atMost: declared / leastRatio, atLeast: declared / mostRatio }
    record({
      what: kind,
      ...found,
      unit: 'ms CPU',
      ratio: found.value / declared,
      reference: `declared ${declared}`,
      ...limits,
    })
  }
  await server.stop()
}

/** The CPU time of a server once it has come to rest. */
async function settled(pid) {
  for (let before = cpuOf(pid); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    const now = cpuOf(pid)
    if (now - before <= 10) return now
    before = now
  }
}
