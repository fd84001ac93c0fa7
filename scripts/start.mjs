// npm start: everything from a fresh checkout to a page in the browser, with synthetic data if there is none yet.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled } from './ensure-installed.mjs'
import { runProgram } from './run-program.mjs'

const home = resolve(process.env.TARAZA_HOME ?? '.taraza')

async function step(title, words) {
  console.error(title)
  const code = await runProgram(words, { TARAZA_HOME: home })
  if (code !== 0) process.exit(code)
}

ensureInstalled()
await ensureBuilt('program')
if (!existsSync(join(home, 'CURRENT.json'))) {
  const incoming = join(home, 'incoming')
  if (!existsSync(incoming))
    await step('Writing synthetic extracts …', ['samples', '--jurisdiction', 'kg', '--out', incoming])
  await step('Nightly run …', ['nightly', '--jurisdiction', 'kg'])
}
if (!existsSync(join(home, 'RELEASE.json'))) await step('First release (protecting and measuring) …', ['release'])
process.exit(await runProgram(['serve'], { TARAZA_HOME: home }))
