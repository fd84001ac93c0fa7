// Joins what processes and threads load at their start into few files: finding hundreds of them takes longer than running them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

/** Packages of many small files, all in JavaScript. Native ones, and those that read files of their own, stay where they lie. */
const joined =
  /\/node_modules\/(zod|zod-openapi|csv-parse|commander|croner|js-yaml|lru-cache|d3-array|internmap|preact|preact-render-to-string|write-excel-file|fflate|intl-messageformat|@formatjs|marked)\//

/** A module as threads and processes are told which one to load, such as `dashboards/render/draw-svg.js`. */
const namedModule = /'([a-z-]+\/[\w./-]+\.js)'/g

/**
 * Bundles the command line in the place of its first module, and beside it what it starts in threads and in processes.
 *
 * @param build - the folder of what the compiler wrote
 */
export async function bundle(build) {
  const main = join('cli', 'main')
  const started = startedModules(build).map((module) => [
    join('started', module.replace(/\.js$/, '')),
    join(build, module),
  ])
  const bundled = await rolldown({
    input: Object.fromEntries([[main, join(build, `${main}.js`)], ...started]),
    platform: 'node',
    external: (_id, _importer, resolved) => resolved && /\/node_modules\//.test(_id) && !joined.test(_id),
  })
  await bundled.write({ dir: build, format: 'esm', chunkFileNames: join('chunks', '[name]-[hash].js') })
}

function startedModules(build) {
  const files = readdirSync(build, { recursive: true }).filter((path) => path.endsWith('.js'))
  const named = files.flatMap((path) => [...readFileSync(join(build, path), 'utf8').matchAll(namedModule)])
  return [...new Set(named.map(([, module]) => module))].filter((module) => files.includes(module)).sort()
}
