// What the committee's pack costs: all files in three languages against 15 s, a chart as PNG against 60 ms, peak memory. The reference
// in the same run is Chromium taking a picture of the same chart, where it is installed. Usage: node bench/pack.mjs HOME [rounds]
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [home, rounds = '3'] = process.argv.slice(2)
const program = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
const out = mkdtempSync(join(tmpdir(), 'bench-pack-'))
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
// As scripts/run-program.mjs starts it.
const memory = { UV_THREADPOOL_SIZE: '16', MIMALLOC_PURGE_DELAY: '-1' }
const environment = { ...memory, ...process.env, TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent' }

const [times, peaks] = [[], []]
for (let round = 0; round < Number(rounds); round++) {
  const began = performance.now()
  const child = spawn(
    '/usr/bin/env',
    [
      'bash',
      '-c',
      `"${process.execPath}" "${program}" pack --out "${out}" >/dev/null & P=$!; M=0; while kill -0 $P 2>/dev/null; do R=$(awk '/VmHWM/{print $2}' /proc/$P/status 2>/dev/null); [ -n "$R" ] && M=$R; sleep 1; done; echo $M`,
    ],
    { env: environment },
  )
  let told = ''
  child.stdout.on('data', (text) => (told += text))
  await new Promise((resolve) => child.on('exit', resolve))
  times.push((performance.now() - began) / 1000)
  peaks.push(Number(told) / 1024)
}
console.log(
  `Pack in three languages, all formats: ${median(times).toFixed(1)} s (limit 15), peak ${Math.max(...peaks).toFixed(0)} MB (limit 1000)`,
)

const server = spawn(process.execPath, [program, 'serve'], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] })
process.on('exit', () => server.kill())
const url = await new Promise((resolve) =>
  server.stdout.on('data', (text) => resolve(/http:\S+/.exec(String(text))?.[0])),
)
const pictures = []
const regions = ['KG-GB', 'KG-C', 'KG-Y', 'KG-N', 'KG-T', 'KG-J', 'KG-O', 'KG-GO', 'KG-B']
for (const period of ['year', 'quarter'])
  for (const region of regions) {
    const began = performance.now()
    await (await fetch(`${url}/v1/charts/sentencing-persons.png?region=${region}&period=${period}`)).arrayBuffer()
    pictures.push(performance.now() - began)
  }
console.log(
  `A chart that nobody asked before, as PNG: median ${median(pictures).toFixed(0)} ms with its questions (limit 60 for the drawing)`,
)

const browsers = ['/usr/bin/chromium', '/usr/bin/google-chrome'].filter(existsSync)
if (browsers.length > 0) {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath: browsers[0], args: ['--no-sandbox'] })
  const page = await browser.newPage({ deviceScaleFactor: 2 })
  const seen = []
  for (const region of regions) {
    const began = performance.now()
    await page.goto(`${url}/embed/sentencing-persons?region=${region}`)
    await page.screenshot()
    seen.push(performance.now() - began)
  }
  console.log(`The same by Chromium from its frame: median ${median(seen).toFixed(0)} ms`)
  await browser.close()
}
server.kill()
rmSync(out, { recursive: true })
