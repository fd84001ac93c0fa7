// Runs the tests of `plan.json` against mutants: see run-mutants.mjs.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { defineConfig } from 'vitest/config'
import { statementsOf } from './code-mutations.mjs'
import { instrument } from './instrument.mjs'

const root = join(import.meta.dirname, '..', '..')
const collect = join(import.meta.dirname, 'collect.mjs')
const recounted = join(import.meta.dirname, 'recounted-home.mjs')
const { mutants, kgHome } = JSON.parse(readFileSync(process.env.TARAZA_MUTANTS, 'utf8'))

const isOwn = (importer) => importer === undefined || importer.startsWith(import.meta.dirname)

/** Gives the tests their collector, the modules their mutants, and statements in files the text that is to be read. */
const mutating = {
  name: 'mutants',
  enforce: 'pre',
  resolveId(id, importer) {
    if (isOwn(importer)) return undefined
    if (id === 'vitest') return collect
    return id.endsWith('/paper-home.ts') ? recounted : undefined
  },
  transform(source, path) {
    const file = relative(root, path.split('?')[0])
    if (file === 'foundation/package-files.ts') return readingChanged(source)
    const own = mutants.filter((mutant) => mutant.file === file && !file.endsWith('.sql'))
    return own.length === 0 ? undefined : instrument(source, own, statementsOf(file, source))
  },
}

function readingChanged(source) {
  const declared = 'export function readPackageText('
  if (!source.includes(declared)) throw new Error('foundation/package-files.ts no longer reads texts')
  const changed = `${declared}...segments: readonly string[]): string {
    const read = () => readUnchanged(...segments)
    // The process that makes the home for the tests has no mutants.
    return (globalThis as any).__packageText?.(segments.join('/'), read) ?? read()
  }\n`
  return changed + source.replace(declared, 'function readUnchanged(')
}

export default defineConfig({
  root,
  plugins: [mutating],
  resolve: { alias: [{ find: /^#(.+)$/, replacement: `${root}/$1/index.ts` }] },
  test: {
    include: ['scripts/mutants/try-mutants.mjs'],
    provide: { kgHome },
    globalSetup: kgHome === undefined ? ['cli/testing/shared-home.ts'] : [],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 2 ** 31 - 1,
    reporters: ['dot'],
    dangerouslyIgnoreUnhandledErrors: true,
  },
})
