// One chart on the server: as SVG, as PNG with fonts kept in memory, and as Chromium takes a picture of it where it is installed.
import { existsSync } from 'node:fs'
import { growthChart, numberLocales } from '../../dist/dashboards/charts/index.js'
import { renderSvg } from '../../dist/dashboards/index.js'
import { renderPng } from '../../dist/dashboards/render/render-png.js'
import { inTurns, spread } from '../measure.mjs'

const labels = { custodial: 'Custodial', noncustodial: 'Non-custodial', persons: 'Persons' }
const spec = growthChart({ grain: 'quarter', breaks: [], labels, description: 'a chart' })
const chart = { name: 'growth', spec, description: 'a chart', locale: numberLocales.en }

/** Rows that were not drawn before: equal ones are drawn once. */
let count = 0
function freshRows() {
  count += 1
  const quarters = Array.from({ length: 35 }, (_, index) => ({
    quarter: `${2018 + Math.floor(index / 4)}-Q${(index % 4) + 1}`,
    persons: 400 + index + (count % 97),
    period_status: 'complete',
  }))
  return { custodial: quarters, noncustodial: quarters.map((row) => ({ ...row, persons: row.persons + count })) }
}

export async function measurePart({ rounds, record }) {
  const svg = await renderSvg(chart, freshRows())
  const ways = {
    svg: () => renderSvg(chart, freshRows()),
    png: async () => renderPng(await renderSvg(chart, freshRows())),
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
  record({ what: 'SVG', ...drawn, unit: 'ms', ...beside(drawn), atMost: 20 })
  record({ what: 'PNG at twice the size, with its SVG', ...painted, unit: 'ms', ...beside(painted), atMost: 60 })
  if (base) record({ what: "Chromium's picture of the finished SVG, kept open", ...base, unit: 'ms' })
}
