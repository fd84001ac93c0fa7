// Pages from the server, with their charts drawn, and one chart alone. Usage: node bench/page.mjs
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startServer } from '../dist/cli/commands/serve.js'
import { readConfiguration } from '../dist/cli/configuration.js'
import { runNightly } from '../dist/cli/nightly/run-nightly.js'
import { runRelease } from '../dist/cli/releases/run-release.js'
import { growthChart, numberLocales } from '../dist/dashboards/charts/index.js'
import { renderSvg } from '../dist/dashboards/index.js'
import { writeSamples } from '../dist/data-samples/index.js'
import { measure, printRatios } from './measure.mjs'

const folder = mkdtempSync(join(tmpdir(), 'bench-page-'))
await writeSamples({ jurisdiction: 'kg', out: join(folder, 'incoming') })
await runNightly({
  home: join(folder, 'home'),
  jurisdiction: 'kg',
  incoming: join(folder, 'incoming'),
  now: new Date(),
})
await runRelease({ home: join(folder, 'home'), now: new Date(), effort: 0.2 })
const server = await startServer(
  readConfiguration({ TARAZA_HOME: join(folder, 'home'), PORT: '0', LOG_LEVEL: 'silent' }),
)
const get = (path) => async () => (await fetch(server.url + path)).text()

const labels = { custodial: 'Custodial', noncustodial: 'Non-custodial', persons: 'Persons' }
const chart = {
  name: 'growth',
  spec: growthChart({ grain: 'quarter', breaks: [], labels, description: 'a chart' }),
  description: 'a chart',
  locale: numberLocales.en,
}
const quarters = Array.from({ length: 35 }, (_, index) => ({
  quarter: `${2018 + Math.floor(index / 4)}-Q${(index % 4) + 1}`,
  persons: 400 + index,
  period_status: 'complete',
}))

/** Addresses that nobody has asked for: pages are kept by their address. */
let count = 0
const regions = ['KG-GB', 'KG-C', 'KG-Y', 'KG-N', 'KG-T', 'KG-J', 'KG-O', 'KG-GO', 'KG-B']
const choices = regions.flatMap((region) =>
  ['', '&sex=F', '&sex=M'].flatMap((sex) => ['', '&period=quarter'].map((period) => `region=${region}${sex}${period}`)),
)

const ways = {
  'one answer over HTTP': get('/v1/data/sentences?measure=persons&by=year,sanction_class'),
  'one chart as SVG': () => renderSvg(chart, { custodial: quarters, noncustodial: quarters }),
  'overview by year, not kept': () => get(`/ky/?n=${count++}`)(),
  'overview by quarter, not kept': () => get(`/ky/?period=quarter&n=${count++}`)(),
  'probation, twelve panels, not kept': () => get(`/ky/d/probation?${choices[count++ % choices.length]}`)(),
  'probation, kept': get('/ky/d/probation'),
}
for (const run of Object.values(ways)) await run()
printRatios('Pages on the server, warm', 'one answer over HTTP', await measure(ways, 30))
console.log(`  overview: ${(gzipSync(await get('/ky/')()).length / 1024).toFixed(1)} kB of HTML compressed`)
await server.close()
rmSync(folder, { recursive: true })
