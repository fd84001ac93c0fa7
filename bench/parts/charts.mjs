// One chart on the server: as SVG, as PNG with fonts kept in memory, and as Chromium takes a picture of it where it is installed.
import { existsSync } from 'node:fs'
import { chartOf, colours } from '../../dist/dashboards/charts/index.js'
import { renderSvg } from '../../dist/dashboards/index.js'
import { renderPng } from '../../dist/dashboards/render/render-png.js'
import { inTurns, spread } from '../measure.mjs'

const words = { name: 'growth', description: 'a chart', language: 'en', total: 'Persons' }
const quarters = Array.from({ length: 35 }, (_, at) => `${2018 + Math.floor(at / 4)}-Q${(at % 4) + 1}`)
const model = {
  ...{ form: 'lines', unit: 'count', measure: 'Persons', source: 'a register', grain: 'quarter', laws: [] },
  ...{ bounds: 'interval', levels: [], boundsLabel: 'interval' },
  categories: quarters.map((code) => ({ code, label: code })),
}

/** A chart that was not drawn before: equal ones are drawn once. */
let count = 0
function freshChart() {
  count += 1
  const seriesOf = (code, add) => ({
    ...{ code, name: code, colour: colours[code] },
    points: quarters.map((_, at) => ({ value: 400 + at + add, bounds: [], unfinished: false, few: false })),
  })
  return chartOf({ ...model, series: [seriesOf('custodial', count % 97), seriesOf('noncustodial', count)] }, words)
}

export async function measurePart({ rounds, record }) {
  const svg = await renderSvg(freshChart())
  const ways = {
    svg: () => renderSvg(freshChart()),
    png: async () => renderPng(await renderSvg(freshChart())),
  }
  const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync)
  let browser
  if (executablePath !== undefined) {
    const { chromium } = await import('playwright-core')
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    ways.chromium = async () => {
      const page = await browser.newPage({ deviceScaleFactor: 2 })
      await page.setContent(svg)
      await page.screenshot()
      await page.close()
    }
  }
  await inTurns(ways, 5)
  const times = await inTurns(ways, rounds * 5)
  await browser?.close()
  const base = times.chromium && spread(times.chromium)
  const beside = (own) => (base ? { ratio: own.value / base.value, reference: 'Chromium' } : {})
  const [drawn, painted] = [spread(times.svg), spread(times.png)]
  record({ what: 'SVG', ...drawn, unit: 'ms', ...beside(drawn), ratioAtMost: 0.04 })
  record({ what: 'PNG at twice the size, with its SVG', ...painted, unit: 'ms', ...beside(painted), ratioAtMost: 0.08 })
  if (base) record({ what: "Chromium's picture of the finished SVG, kept open", ...base, unit: 'ms' })
}
