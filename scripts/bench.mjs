// npm run bench: every promise of the house in one run, each beside a reference, compared with the last stored result.
// npm run bench -- --only kept,pages --size small,medium --rounds 5
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parts } from '../bench/parts.mjs'
import { finish, lineOf } from '../bench/report.mjs'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    size: { type: 'string', default: 'small,medium,history' },
    rounds: { type: 'string', default: '5' },
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
const results = []
for (const [name, { title, sizes: own }] of Object.entries(parts)) {
  if (only !== undefined && !only.includes(name)) continue
  console.log(`\n${title}`)
  for (const size of own.filter((one) => own.length === 1 || sizes.includes(one))) await run(name, size)
}
await finish(results, root)

async function run(name, size) {
  const child = fork(join(root, 'bench', 'part.mjs'), [name, size, values.rounds], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', MIMALLOC_PURGE_DELAY: '-1' },
  })
  child.on('message', (result) => {
    results.push(result)
    console.log(lineOf(result))
  })
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0)
    results.push({ part: name, size, what: `ended with ${code}`, value: Number.NaN, unit: '', holds: false })
}
