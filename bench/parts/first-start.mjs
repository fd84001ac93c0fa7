// The first start of a fresh clone: what a newcomer waits for, part by part, beside the time of installing the packages.
import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { spread } from '../measure.mjs'

const root = join(import.meta.dirname, '..', '..')
/** Each start has a port of its own: a server that is about to end still answers. */
let port = 18_090

/** Measures fresh clones until their first page, and their next start after a document was touched. */
export async function measurePart({ rounds, record, folder }) {
  const clones = []
  for (let round = 0; round < Math.min(rounds, 3); round++)
    clones.push(await measureClone(join(folder, `clone-${round}`)))
  const of = (name) => spread(clones.map((clone) => clone[name]))
  const installing = of('install')
  record({ what: 'installing the packages', ...installing, unit: 's' })
  record({ what: 'building the program', ...of('build'), unit: 's' })
  record({ what: 'starting the server', ...of('serve'), unit: 's' })
  record({ what: 'drawing the first page', ...of('draw'), unit: 's' })
  const own = of('own')
  const reference = 'installing'
  record({
    what: 'first page, after installing',
    ...own,
    unit: 's',
    ratio: own.value / installing.value,
    reference,
    ratioAtMost: 0.5,
  })
  const again = of('again')
  const building = of('build').value
  record({
    what: 'next start, a document touched',
    ...again,
    unit: 's',
    ratio: again.value / building,
    reference: 'building',
    ratioAtMost: 0.6,
  })
}

async function measureClone(clone) {
  execFileSync('git', ['clone', '--quiet', root, clone])
  const load = loadavg()[0].toFixed(1)
  const { begun, building, started, ready, shown } = await start(clone)
  appendFileSync(join(clone, 'docs', 'start.md'), '\n')
  const next = await start(clone)
  rmSync(clone, { recursive: true, force: true })
  const parts = {
    install: building - begun,
    build: started - building,
    serve: ready - started,
    draw: shown - ready,
    own: shown - building,
    again: next.shown - next.begun,
  }
  const told = Object.entries(parts).map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`)
  console.log(`  a clone at load ${load}: first page after ${(shown - begun).toFixed(1)} s: ${told.join(', ')}`)
  return parts
}

/** Starts, waits for the first page, and stops. Moments in seconds. */
async function start(folder) {
  port += 1
  const begun = now()
  const child = spawn('npm', ['start'], {
    cwd: folder,
    detached: true,
    env: { ...process.env, PORT: String(port), LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const moments = {}
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      if (/Building the program/.test(text)) moments.building ??= now()
      if (/Starting/.test(text)) moments.started ??= now()
      if (/ready: /.test(text)) moments.ready ??= now()
    })
  const shown = await firstPage()
  process.kill(-child.pid, 'SIGTERM')
  await new Promise((resolve) => child.on('exit', resolve))
  return { begun, shown, ready: shown, started: begun, building: begun, ...moments }
}

async function firstPage() {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/en/`).catch(() => undefined)
    if (answer?.status === 200 && (await answer.text()).includes('</html>')) return now()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const now = () => performance.now() / 1000
