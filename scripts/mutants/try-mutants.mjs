// Runs inside vitest: all tests once as they are, then for each mutant those that reach it, until one fails.
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DuckDBConnection } from '@duckdb/node-api'
import { it, vi } from 'vitest'
import { session } from './run-tests.mjs'
import { targetOf } from './targets.mjs'

const root = join(import.meta.dirname, '..', '..')
const plan = JSON.parse(readFileSync(process.env.TARAZA_MUTANTS, 'utf8'))
const { mutants, files, patience, slowest, journal, until, baseline, shard, shards } = plan
const tell = (entry) => appendFileSync(journal, `${JSON.stringify(entry)}\n`)

/** The mutant that is switched on, and what tests reach while none is. */
let active
let reached = new Set()
let asked = ''
globalThis.__paperHome = { mutant: () => active }
globalThis.__mutant = (id) => {
  if (active === undefined) reached.add(id)
  return active?.id === id
}
globalThis.__packageText = (path, read) => {
  if (active === undefined) for (const mutant of byFile.get(path) ?? []) reached.add(mutant.id)
  const text = read()
  return active?.file === path ? text.slice(0, active.start) + active.text + text.slice(active.end) : text
}
const byFile = new Map()
for (const mutant of mutants) byFile.set(mutant.file, [...(byFile.get(mutant.file) ?? []), mutant])

/** Statements that the engine cannot even read were never run: such a mutant says nothing of the tests. */
let invalid
const usual = new Set()
for (const name of Object.getOwnPropertyNames(DuckDBConnection.prototype)) {
  const original = Object.getOwnPropertyDescriptor(DuckDBConnection.prototype, name)?.value
  if (original?.constructor.name !== 'AsyncFunction') continue
  DuckDBConnection.prototype[name] = async function (...words) {
    if (active === undefined && typeof words[0] === 'string') asked += words[0]
    try {
      return await original.apply(this, words)
    } catch (error) {
      const [first = ''] = `${error?.message}`.split('\n')
      if (/^(Parser|Binder|Catalog) Error/.test(first)) {
        if (active === undefined) usual.add(first)
        else if (!usual.has(first)) invalid = first
      }
      throw error
    }
  }
}

async function collect() {
  vi.resetModules()
  const { collectFile } = await import('./collect.mjs')
  const tests = []
  for (const file of files) {
    const suite = collectFile(file)
    await import(/* @vite-ignore */ join(root, file))
    tests.push(...suite.tests)
  }
  reached = new Set()
  return new Map(tests.map((test) => [test.name, test]))
}

/** What each test reaches and how long it takes; a test that fails without a mutant is left out. */
async function measure(tests) {
  const known = []
  for (const file of files) {
    const run = session(patience)
    const setUp = new Map()
    for (const test of [...tests.values()].filter(({ name }) => name.startsWith(`${file} >`))) {
      for (let at = test.suite; at !== undefined && !setUp.has(at); at = at.parent) setUp.set(at, new Set())
      reached = new Set()
      await run.open(test)
      for (let at = test.suite; at !== undefined; at = at.parent) for (const id of reached) setUp.get(at).add(id)
      reached = new Set()
      asked = ''
      const begun = performance.now()
      const failure = await run.run(test)
      const ms = Math.round(performance.now() - begun)
      for (let at = test.suite; at !== undefined; at = at.parent) for (const id of setUp.get(at)) reached.add(id)
      if (failure === undefined) known.push({ name: test.name, file, ms, cubes: cubesIn(asked), reached: [...reached] })
      else tell({ leftOut: test.name, why: `${failure.message}`.slice(0, 300) })
    }
    await run.close()
  }
  return known
}

/** The cubes that statements name. */
const cubesIn = (statements) => [...new Set([...statements.matchAll(/counted\."?(\w+)/g)].map(([, cube]) => cube))]

const isOnPaper = (file) => file.startsWith('cli/testing/paper/')
const killers = new Map()

/** Tests that reach a mutant: those that killed its neighbours last, those that name its file, then the quick ones. */
function ordered(mutant, known) {
  const recent = killers.get(mutant.file) ?? []
  const [subject] = basename(mutant.file).split('.')
  const isNamed = ({ name }) =>
    subject.split('_').some((_, at, all) => name.includes(` ${all.slice(0, all.length - at).join('_')} `))
  const rank = (one) => (recent.includes(one.name) ? recent.indexOf(one.name) : recent.length + (isNamed(one) ? 0 : 1))
  const { tests } = targetOf(mutant.file)
  const reaching = known.filter(
    ({ file, reached }) => tests.includes(file) && (mutant.isFixed || reached.has(mutant.id)),
  )
  return reaching.toSorted((a, b) => rank(a) - rank(b) || a.ms - b.ms)
}

async function tryMutant(mutant, tests, known) {
  const begun = performance.now()
  const isLate = () => performance.now() - begun > slowest
  invalid = undefined
  active = mutant
  let end
  try {
    const own = mutant.isFixed ? await collect() : tests
    const order = ordered(mutant, known)
    const { isOfCounting } = await import('./recounted-home.mjs')
    const isQuick = ({ file }) => isOfCounting(mutant) && isOnPaper(file)
    for (const list of [order.filter(isQuick), order.filter((one) => !isQuick(one))]) {
      end ??= await firstFailure(list, own, isLate)
    }
  } catch (error) {
    end = { name: 'loading', why: `${error.message}`.slice(0, 160) }
  }
  active = undefined
  const state = invalid !== undefined && mutant.isSql ? 'invalid' : end === undefined ? 'survived' : 'killed'
  if (state === 'killed') remember(mutant.file, end.name)
  return { id: mutant.id, state, killer: end, invalid, isLate: isLate(), ms: Math.round(performance.now() - begun) }
}

/** The test that notices first, or `undefined`. */
async function firstFailure(list, tests, isLate) {
  const run = session(patience)
  try {
    for (const { name } of list) {
      if (isLate()) return undefined
      const failure = await run.run(tests.get(name))
      if (failure !== undefined) return { name, why: `${failure.message}`.split('\n')[0].slice(0, 160) }
    }
    return undefined
  } finally {
    await run.close()
  }
}

function remember(file, name) {
  const recent = (killers.get(file) ?? []).filter((one) => one !== name)
  killers.set(file, [name, ...recent].slice(0, 12))
}

it('tries mutants', async () => {
  let tests = await collect()
  if (!existsSync(baseline)) {
    writeFileSync(`${baseline}.part`, JSON.stringify(await measure(tests)))
    renameSync(`${baseline}.part`, baseline)
  }
  const known = JSON.parse(readFileSync(baseline, 'utf8')).map((one) => ({ ...one, reached: new Set(one.reached) }))
  tell({ measured: known.length })
  const done = new Set(
    readFileSync(journal, 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => JSON.parse(line).begin ?? []),
  )
  if (files.some((file) => file.startsWith('cli/testing/paper/')))
    await (await import('./recounted-home.mjs')).prepareRecounting()
  for (const mutant of mutants) {
    if (done.has(mutant.id) || mutant.id % shards !== shard) continue
    if (Date.now() > until) break
    tell({ begin: mutant.id })
    tell(await tryMutant(mutant, tests, known))
    if (mutant.isFixed) tests = await collect()
  }
  tell({ end: true })
})
