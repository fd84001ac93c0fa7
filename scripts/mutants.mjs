// npm run mutants: changes SQL and the checks of ingest a little, one place at a time, and counts how many of the changes some
// test notices. CONTRIBUTING.md says how it is read.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { allMutants, explanations, nameOf, shuffled } from './mutants/choose-mutants.mjs'
import { scoreOf, survivors, table } from './mutants/report.mjs'
import { runMutants } from './mutants/run-mutants.mjs'
import { targetOf } from './mutants/targets.mjs'

const { values } = parseArgs({
  options: {
    // Every mutant, also those that are explained, without a limit of time.
    all: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [''] },
    tests: { type: 'string', multiple: true, default: [''] },
    seconds: { type: 'string' },
    // Seconds for one mutant that no test notices.
    slowest: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: '1' },
    // A home with the synthetic extracts and their release, where one is ready.
    home: { type: 'string' },
    // Writes what became of each mutant; tries again what survived in such a file.
    json: { type: 'string' },
    survivors: { type: 'string' },
  },
})
const least = 0.9

const mutants = allMutants()
const { isExplained, stale } = explanations(mutants)
const chosen = shuffled(mutants, Number(values.seed)).filter(isChosen())
const tried = values.all ? chosen : chosen.filter((mutant) => !isExplained(mutant))
console.error(
  `${chosen.length} of ${mutants.length} mutants, ${chosen.length - tried.length} of them explained and not tried`,
)
const { ended, leftOut } = await runMutants(tried, {
  files: testsOf(tried),
  seconds: Number(values.seconds ?? (values.all ? 1e6 : 1200)),
  slowest: Number(values.slowest) * 1000,
  shards: Number(values.processes),
  kgHome: values.home,
  say: (count) => console.error(`${count} tried`),
})
const results = chosen.flatMap(resultOf)
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results))

console.log(table(results))
console.log(survivors(results))
for (const { name, why } of leftOut) console.log(`Left out, since it fails without a mutant: ${name} (${why})`)
const faults = faultsOf(scoreOf(results) ?? 0)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0

function isChosen() {
  const isWanted = ({ file }) => values.only.some((only) => file.startsWith(only))
  if (values.survivors === undefined) return isWanted
  const earlier = JSON.parse(readFileSync(values.survivors, 'utf8')).filter(({ state }) => state === 'survived')
  const names = new Set(earlier.map(nameOf))
  return (mutant) => isWanted(mutant) && names.has(nameOf(mutant))
}

function testsOf(tried) {
  const files = [...new Set(tried.flatMap(({ file }) => targetOf(file).tests))]
  return files.filter((file) => values.tests.some((tests) => file.startsWith(tests)))
}

function resultOf({ node: _, ...mutant }) {
  const end = ended.get(mutant.id)
  if (end === undefined) return !values.all && isExplained(mutant) ? [{ ...mutant, state: 'explained' }] : []
  return [{ ...mutant, ...end, state: end.state === 'survived' && isExplained(mutant) ? 'explained' : end.state }]
}

function faultsOf(score) {
  const killed = results.filter((mutant) => mutant.state === 'killed' && isExplained(mutant))
  return [
    ...stale.map(({ file, was }) => `explained.yaml explains what is no mutant, or without a reason: ${file}: ${was}`),
    ...killed.map(({ file, was }) => `explained.yaml explains what a test notices: ${file}: ${was}`),
    ...(leftOut.length > 0 ? ['Some tests fail without a mutant.'] : []),
    ...(score < least ? [`The score is ${(score * 100).toFixed(1)} %, and ${least * 100} % are wanted.`] : []),
    ...(values.all && results.some(({ state }) => state === 'survived')
      ? ['Survivors want a test, or a reason in scripts/mutants/explained.yaml.']
      : []),
  ]
}
