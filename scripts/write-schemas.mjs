// Writes the JSON Schemas that editors use for the files of jurisdictions. A test compares them with the program.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

await ensureInstalled()
await ensureBuilt('program')
const { jurisdictionSchemas } = await import(join(root, 'dist', 'jurisdictions', 'index.js'))
for (const [name, schema] of Object.entries(jurisdictionSchemas()))
  writeFileSync(join(root, 'jurisdictions', 'schemas', `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`)
