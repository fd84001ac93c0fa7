#!/usr/bin/env node
import { ensureBuilt } from './builder.mjs'
import { ensureInstalled, root } from './ensure-installed.mjs'
import { runProgram } from './run-program.mjs'

if (!root.includes('node_modules')) {
  ensureInstalled()
  ensureBuilt()
}
process.exit(await runProgram(process.argv.slice(2)))
