// The notebooks' runtime names its libraries by addresses of a public network. Here a notebook has those of `notebooks/libraries.js`,
// which are installed, and what else it asks for says that it is not there instead of asking another host.
import { join } from 'node:path'
import { root } from './ensure-installed.mjs'

const [libraries, samples] = ['/recommendedLibraries.js', '/sampleDatasets.js']
const address = /^(?:https?:)?\/\/(?:cdn\.jsdelivr\.net\/npm|esm\.sh)\//
const unusedFile = 'https://cdn.jsdelivr.net/npm/parquet-wasm/esm/parquet_wasm_bg.wasm'
const missing = '\0not-kept:'

export function localLibraries() {
  return {
    name: 'local-libraries',
    enforce: 'pre',
    resolveId(source) {
      if (source.endsWith(libraries)) return join(root, 'notebooks', 'libraries.js')
      return source.endsWith(samples) || address.test(source) ? missing + source.replace(address, '') : undefined
    },
    transform: (code) => (code.includes(unusedFile) ? code.replaceAll(unusedFile, '') : undefined),
    load(id) {
      if (!id.startsWith(missing)) return undefined
      if (id.endsWith(samples)) return 'export {}'
      const message = `${id.slice(missing.length)} is not among the libraries of these notebooks`
      return `throw new Error(${JSON.stringify(message)})\nexport default undefined`
    },
  }
}
