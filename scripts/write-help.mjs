// Writes cli/help.json: the help of all commands, for ./taraza where nothing is built.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'

await ensureInstalled()
await ensureBuilt('program')
const { helpTexts } = await import(join(root, 'dist', 'cli', 'program.js'))
writeFileSync(join(root, 'cli', 'help.json'), `${JSON.stringify(await helpTexts(), null, 2)}\n`)
