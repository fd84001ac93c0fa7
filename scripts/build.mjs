// npm run build: builds what has changed. With names of parts, such as `docs notebooks`, only these.
import { ensureBuilt, parts } from './builder.mjs'
import { ensureInstalled } from './ensure-installed.mjs'
import { inOneSentence } from './in-one-sentence.mjs'

const names = process.argv.slice(2)
await inOneSentence(async () => {
  await ensureInstalled()
  for (const name of names.length > 0 ? names : Object.keys(parts)) await ensureBuilt(name)
})
