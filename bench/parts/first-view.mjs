// What a reader waits for on a phone with a fast 3G line (1.6 Mbit/s, 150 ms): bytes of the first view, the largest paint, layout
// shift, against the same page without a slow line. Needs Chromium.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { releasedHome } from '../homes.mjs'
import { spread } from '../measure.mjs'
import { startServing } from '../processes.mjs'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const paths = ['/ky/', '/en/d/probation', '/ru/d/regions', '/en/explore', '/en/d/projection']

export async function measurePart({ rounds, record }) {
  if (!existsSync(executablePath)) return
  const server = await startServing(await releasedHome('small'))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  for (const path of paths) {
    await fetch(server.url + path)
    const [slow, plain] = [[], []]
    for (let round = 0; round < rounds; round++)
      for (const [line, found] of [
        [true, slow],
        [false, plain],
      ])
        found.push(await visit(browser, server.url + path, line))
    const paint = spread(slow.map((one) => one.paint))
    const ratio = paint.value / spread(plain.map((one) => one.paint)).value
    record({ what: `${path}: largest paint`, ...paint, unit: 'ms', ratio, reference: 'a quick line', ratioAtMost: 4 })
    record({ what: '  shift of the layout', value: Math.max(...slow.map(({ shift }) => shift)), unit: '', atMost: 0 })
    record({ what: '  first view', value: Math.max(...slow.map(({ bytes }) => bytes)) / 1024, unit: 'kB', atMost: 150 })
  }
  await browser.close()
  await server.stop()
}

async function visit(browser, url, isSlow) {
  const context = await browser.newContext({ viewport: { width: 390, height: 800 } })
  const page = await context.newPage()
  const protocol = await context.newCDPSession(page)
  await protocol.send('Network.enable')
  if (isSlow)
    await protocol.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 200_000,
      uploadThroughput: 94_000,
    })
  let bytes = 0
  protocol.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await page.addInitScript(() => {
    const seen = { paint: 0, shift: 0 }
    Object.assign(window, { seen })
    const watch = (type, note) =>
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
    watch('largest-contentful-paint', ({ startTime }) => {
      seen.paint = startTime
    })
    watch('layout-shift', ({ hadRecentInput, value }) => {
      if (!hadRecentInput) seen.shift += value
    })
  })
  await page.goto(url, { waitUntil: 'load' })
  const first = bytes
  await page.waitForTimeout(isSlow ? 5000 : 1500)
  const seen = await page.evaluate(() => window.seen)
  await context.close()
  return { ...seen, bytes: first }
}
