// What a reader waits for on a phone with a fast 3G line (1.6 Mbit/s, 150 ms): bytes of the first view, the largest paint, layout shift,
// against the same page without a slow line. Usage: node bench/first-view.mjs HOME
import { chromium } from 'playwright-core'
import { startServer } from '../dist/cli/commands/serve.js'
import { readConfiguration } from '../dist/cli/configuration.js'

const [, , home] = process.argv
if (home === undefined) {
  console.error('Say which home: node bench/first-view.mjs .taraza')
  process.exit(1)
}
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const paths = ['/ky/', '/en/d/probation', '/ru/d/regions', '/en/explore', '/en/d/projection']
const rounds = 5
const server = await startServer(readConfiguration({ TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
for (const path of paths) {
  await fetch(server.url + path)
  const visits = { slow: [], plain: [] }
  for (let round = 0; round < rounds; round++)
    for (const [line, found] of Object.entries(visits)) found.push(await visit(path, line === 'slow'))
  const median = (line, key) => visits[line].map((one) => one[key]).sort((a, b) => a - b)[Math.floor(rounds / 2)]
  const [paint, plain] = [median('slow', 'paint'), median('plain', 'paint')]
  console.log(
    `${path.padEnd(18)} largest paint ${paint.toFixed(0).padStart(5)} ms (${(paint / plain).toFixed(1)} x without the slow line)  shift ${median('slow', 'shift').toFixed(3)}  first view ${(median('slow', 'bytes') / 1024).toFixed(0)} kB`,
  )
}
await browser.close()
await server.close()

async function visit(path, isSlow) {
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
  await page.goto(server.url + path, { waitUntil: 'load' })
  const first = bytes
  await page.waitForTimeout(isSlow ? 5000 : 1500)
  const seen = await page.evaluate(() => window.seen)
  await context.close()
  return { ...seen, bytes: first }
}
