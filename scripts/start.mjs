// npm start: from a fresh checkout to a page in the browser. A new home begins with the sample, its own figures are made beside
// the server; documents and notebooks are built when it answers.
import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'
import { inOneSentence } from './in-one-sentence.mjs'
import { runProgram } from './run-program.mjs'

const lowPriority = 10

function buildDocuments() {
  const script = join(root, 'scripts', 'build.mjs')
  const child = spawn(process.execPath, [script, 'docs', 'notebooks'], { stdio: ['ignore', 2, 2] })
  if (child.pid !== undefined) setPriority(child.pid, lowPriority)
  process.on('exit', () => child.kill())
}

/** npm hands no signal on: when it is gone, so is whoever started this. */
function endWithParent() {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 1000).unref()
}

endWithParent()
await inOneSentence(async () => {
  await ensureInstalled()
  await ensureBuilt('program')
})
console.error('Starting …')
// The line of each request would hide how far the figures are.
const environment = { LOG_LEVEL: process.env.LOG_LEVEL || 'warn' }
process.exit(await runProgram(['serve', '--sample'], { onReady: buildDocuments, environment }))
