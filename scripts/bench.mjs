// npm run bench: every promise in one run, each beside a reference, compared with the last stored result.
// npm run bench -- --only kept,pages --size small,medium --rounds 5
// npm run bench -- --against COMMIT: another version beside this one, in turns; stores nothing
// npm run bench -- --slowed: beside one busy process for each processor, as on a machine of half the speed
import { fork, spawn } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { watchOthers } from '../bench/load.mjs'
import { parts } from '../bench/parts.mjs'
import { finish, lineOf } from '../bench/report.mjs'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    size: { type: 'string', default: 'small,medium,history' },
    rounds: { type: 'string', default: '5' },
    against: { type: 'string' },
    slowed: { type: 'boolean', default: false },
  },
})
const [only, sizes] = [values.only?.split(','), values.size.split(',')]
const unknown = (only ?? []).find((name) => !(name in parts))
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". There are ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}
const knownSizes = [...new Set(Object.values(parts).flatMap((part) => part.sizes))]
const unknownSize = sizes.find((size) => !knownSizes.includes(size))
if (unknownSize !== undefined) {
  console.error(`There is no size "${unknownSize}". There are ${knownSizes.join(', ')}.`)
  process.exit(2)
}
await ensureInstalled()
await ensureBuilt('program')
// It needs what is built.
const { compareVersions, lineOfComparison, otherVersion } = await import('../bench/against.mjs')
const other = values.against === undefined ? undefined : otherVersion(root, values.against)
const busy = values.slowed ? cpus().map(() => spawn(process.execPath, ['--eval', 'for (;;);'])) : []
const results = []
for (const [name, { title, sizes: own }] of Object.entries(parts)) {
  if (only !== undefined && !only.includes(name)) continue
  console.log(`\n${title}`)
  for (const size of own.filter((one) => own.length === 1 || sizes.includes(one)))
    if (other === undefined) results.push(...(await measure(name, size)))
    else await compare(name, size)
}
for (const one of busy) one.kill()
if (other === undefined) await finish(results, root, values.slowed ? 'slowed' : 'usual')

/** This version alone, with the share of the machine that others took meanwhile. */
async function measure(name, size) {
  const others = watchOthers()
  const found = await run(root, name, size, values.rounds, (result) => console.log(lineOf(result)))
  const share = others()
  if (share !== undefined)
    console.log(`  ${size.padEnd(8)}other processes took ${Math.round(share * 100)} % of the machine`)
  return found.map((result) => ({ ...result, others: share }))
}

/** This version and the other one, in that order of the columns. */
async function compare(name, size) {
  const once = (folder) => run(folder, name, size, '1')
  for (const found of await compareVersions([root, other], Number(values.rounds), once))
    console.log(lineOfComparison(size, found))
}

async function run(folder, name, size, rounds, onResult) {
  const found = []
  const homes = folder === other ? { TARAZA_BENCH_HOMES: join(folder, 'homes') } : {}
  const child = fork(join(folder, 'bench', 'part.mjs'), [name, size, rounds], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', MIMALLOC_PURGE_DELAY: '-1', ...homes },
  })
  child.on('message', (result) => {
    found.push(result)
    onResult?.(result)
  })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code === 0) return found
  return [...found, { part: name, size, what: `ended with ${code}`, value: Number.NaN, unit: '', holds: false }]
}
