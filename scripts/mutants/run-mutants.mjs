// Tries mutants in a process of its own, which is ended and begun again when a mutant never comes back.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
/** Milliseconds: for one test, and for everything before the first mutant. */
const [patience, beginning] = [20_000, 600_000]

/**
 * @param mutants - in the order in which they are tried
 * @param options - `files` of tests, `seconds` for all, `slowest` milliseconds for one mutant, `shards` at once, `kgHome` where a home is ready, `say` for progress
 * @returns `ended`: what became of each mutant that was tried, by its number; `leftOut`: tests that fail without a mutant
 */
export async function runMutants(mutants, { files, seconds, slowest, shards, kgHome, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'taraza-mutants-'))
  const common = { mutants, files, patience, slowest, shards, kgHome, until: Date.now() + seconds * 1000 }
  const one = (shard) => ({
    ...common,
    shard,
    journal: join(folder, `${shard}.log`),
    baseline: join(folder, 'baseline.json'),
  })
  try {
    // The first process measures the tests for all.
    const running = [untilDone(folder, one(0), say)]
    while (shards > 1 && !existsSync(join(folder, 'baseline.json')) && !(await settled(running[0], 500)));
    for (let shard = 1; shard < shards; shard++) running.push(untilDone(folder, one(shard), say))
    const entries = (await Promise.all(running)).flat()
    return {
      ended: new Map(entries.filter(({ state }) => state !== undefined).map((one) => [one.id, one])),
      leftOut: entries.flatMap(({ leftOut, why }) => (leftOut === undefined ? [] : [{ name: leftOut, why }])),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const settled = (promise, ms) =>
  Promise.race([promise.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), ms))])

async function untilDone(folder, plan, say) {
  const path = join(folder, `${plan.shard}.json`)
  writeFileSync(path, JSON.stringify(plan))
  writeFileSync(plan.journal, '')
  for (let starts = 0; ; ) {
    const words = await oneProcess(path, plan, say)
    const entries = entriesOf(plan.journal)
    if (entries.some(({ end }) => end)) return entries
    const isStuck = lastBegun(entries) !== undefined
    if (isStuck) writeFileSync(plan.journal, `${JSON.stringify(stuck(entries))}\n`, { flag: 'a' })
    starts = isStuck ? 0 : starts + 1
    if (starts > 1) throw new Error(`The tests cannot be run:\n${words.slice(-3000)}`)
  }
}

const entriesOf = (journal) =>
  readFileSync(journal, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

/** The mutant that was begun and never came back. */
function lastBegun(entries) {
  const begun = entries.findLast(({ begin }) => begin !== undefined)?.begin
  return entries.some(({ id }) => id === begun) ? undefined : begun
}

const stuck = (entries) => ({
  id: lastBegun(entries),
  state: 'killed',
  killer: { name: 'hang', why: 'it never came back' },
})

/** One run of vitest, which is killed when its journal stands still. */
function oneProcess(path, { journal, slowest }, say) {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const config = join(import.meta.dirname, 'vitest.config.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--config', config], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TARAZA_MUTANTS: path, UV_THREADPOOL_SIZE: '16' },
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      words = `${words}${chunk}`.slice(-20_000)
    })
  const [begun, before] = [Date.now(), statSync(journal).size]
  let told = before
  const watch = setInterval(() => {
    const { mtimeMs, size } = statSync(journal)
    const hasBegun = size > before
    if (size > told) say(entriesOf(journal).filter(({ state }) => state !== undefined).length)
    told = size
    if (Date.now() - Math.max(begun, mtimeMs) > (hasBegun ? slowest + 2 * patience : beginning)) end(child)
  }, 5000)
  process.once('exit', () => end(child))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  return new Promise((resolve) =>
    child.once('close', () => {
      clearInterval(watch)
      resolve(words)
    }),
  )
}

function end({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
