import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** A library that is loaded when first needed: hundreds of small files would cost every command a tenth of a second. */
export function lazyRequire<Library>(name: string): () => Library {
  let library: Library | undefined
  return () => (library ??= require(name) as Library)
}
