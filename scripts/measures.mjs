// npm run measures: prints how large the code is and how it hangs together; --list names what stands out. Tests, their helpers and
// generated files are left out.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { circlesOf, pairsBothWays } from './measures/circles.mjs'
import { casts, declaredExports, handedOn, importedBy, namedFunctions, readSource } from './measures/read-source.mjs'

const root = join(import.meta.dirname, '..')
const folders = [
  'foundation',
  'statistics',
  'jurisdictions',
  'data-samples',
  'ingest',
  'warehouse',
  'api',
  'dashboards',
  'client',
  'cli',
]
const generated = new Set(['client/names.ts'])

const sources = filesOfProject().map(sourceOf)
const lines = sources.map(({ name, starts }) => [name, starts.length - 1])
const functions = sources.flatMap(namedFunctions)
const imports = new Map(
  sources.map((source) => [source.name, importedBy(source).flatMap((target) => fileOf(source, target))]),
)
/** What generated files export wants a doc comment too. */
const exported = new Map(
  [...sources, ...[...generated].map(sourceOf)].map((source) => [
    source.name,
    new Map(declaredExports(source).map(({ name, hasDoc }) => [name, hasDoc])),
  ]),
)
const handed = sources.filter(({ name }) => /^[\w-]+\/index\.ts$/.test(name)).flatMap(handedOut)
const undocumented = handed.filter(({ hasDoc }) => !hasDoc).map(({ name }) => name)

print('files', lines.length)
print(
  'lines',
  lines.reduce((sum, [, count]) => sum + count, 0),
)
printSpread(
  'lines a file',
  lines.map(([, count]) => count),
)
printAll(
  'files of more than 250 lines',
  lines.filter(([, count]) => count > 250).map(([name, count]) => `${name} ${count}`),
)
printSpread(
  'lines a named function',
  functions.map(({ lines: count }) => count),
)
printAll(
  'functions of more than 40 lines',
  functions.filter(({ lines: count }) => count > 40).map(({ name, lines: count }) => `${name} ${count}`),
)
printAll('casts over unknown or never', sources.flatMap(casts))
printAll(
  'circles of files',
  circlesOf(imports).map((circle) => circle.join(' → ')),
)
printAll(
  'pairs of folders both ways',
  pairsBothWays(imports).map((pair) => pair.join(' ↔ ')),
)
printAll('folders of more than 25 files', crowded())
print('of what modules hand out, with a doc comment', `${handed.length - undocumented.length} of ${handed.length}`)
printAll('  without', undocumented)
printAll('names exported with two meanings', exportedTwice())

function sourceOf(name) {
  return readSource(name, readFileSync(join(root, name), 'utf8'))
}

function filesOfProject() {
  const arguments_ = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx']
  return execFileSync('git', arguments_, { cwd: root, encoding: 'utf8' }).split('\n').filter(isMeasured)
}

function isMeasured(name) {
  const [folder = ''] = name.split('/')
  const isTest = /\.(test|long|clickhouse)\.ts$/.test(name) || name.includes('/testing/')
  return (
    folders.includes(folder) &&
    !isTest &&
    !name.endsWith('.d.ts') &&
    !generated.has(name) &&
    !/\.config\.ts$/.test(name)
  )
}

/** The file of the project that an address means, where it is one. */
function fileOf({ name }, target) {
  const file = join(dirname(name), target)
  return target.startsWith('.') && (isMeasured(file) || generated.has(file)) ? [file] : []
}

/** What an index hands out, each with whether it is documented where it is declared. */
function handedOut(index) {
  return handedOn(index).map(({ name, from }) => {
    const [file] = fileOf(index, from)
    return { name: `${index.name} ${name}`, hasDoc: declaredIn(file, name) }
  })
}

function declaredIn(file, name) {
  const own = exported.get(file)?.get(name)
  if (own !== undefined) return own
  const source = sources.find((one) => one.name === file)
  const next = source && handedOn(source).find((one) => one.name === name)
  return next === undefined ? false : declaredIn(fileOf(source, next.from)[0], name)
}

function exportedTwice() {
  const files = new Map()
  for (const [file, names] of exported)
    for (const name of names.keys()) files.set(name, [...(files.get(name) ?? []), file])
  return [...files].flatMap(([name, all]) => (all.length > 1 ? [`${name}: ${all.join(', ')}`] : []))
}

function crowded() {
  const counts = new Map()
  for (const [name] of lines) counts.set(dirname(name), (counts.get(dirname(name)) ?? 0) + 1)
  return [...counts].filter(([, count]) => count > 25).map(([folder, count]) => `${folder} ${count}`)
}

function print(what, value) {
  console.log(`${String(value).padStart(8)}  ${what}`)
}

function printAll(what, all) {
  print(what, all.length)
  if (process.argv.includes('--list')) for (const one of all) console.log(`            ${one}`)
}

function printSpread(what, values) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  print(`${what}: median, p90, greatest`, `${at(0.5)} ${at(0.9)} ${sorted.at(-1)}`)
}
