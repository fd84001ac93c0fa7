// Writes the JSON Schemas that editors use for the YAML files of jurisdictions. A test compares them with the program.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

await ensureInstalled()
await ensureBuilt('program')
const { contractJsonSchema } = await import(join(root, 'dist', 'jurisdictions', 'index.js'))
const path = join(root, 'jurisdictions', 'schemas', 'contract.schema.json')
writeFileSync(path, `${JSON.stringify(contractJsonSchema(), null, 2)}\n`)
