// Writes the names that the client offers in editors. A test compares them with the API.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

await ensureInstalled()
await ensureBuilt('program')
const from = (...path) => import(join(root, 'dist', ...path))
const { loadJurisdiction } = await from('jurisdictions', 'index.js')
const { buildCatalog } = await from('warehouse', 'index.js')
const { openApiDocument, publicOperations } = await from('api', 'index.js')
const { namesOfOpenApi } = await from('client', 'names-of-openapi.js')
const catalog = buildCatalog(loadJurisdiction('kg'))
const names = namesOfOpenApi(openApiDocument(publicOperations(catalog), catalog))
writeFileSync(join(root, 'client', 'names.ts'), names)
