#!/usr/bin/env node
// ./taraza: runs the built program. It never builds; help and version are told without.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { requireNode, root } from './ensure-installed.mjs'
import { isBuilt, runProgram } from './run-program.mjs'

const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'))

/** The help of the command that the words name, or of all. */
function helpFor(words) {
  const help = read('cli', 'help.json')
  const names = words.filter((word) => !word.startsWith('-') && word !== 'help')
  const known = names.map((_, index) => names.slice(0, names.length - index).join(' ')).find((name) => name in help)
  return help[known ?? '']
}

function withoutBuild(words) {
  if (words.includes('--version') || words.includes('-V')) return [`${read('package.json').version}\n`, 0]
  if (words.length === 0 || words.some((word) => ['help', '--help', '-h'].includes(word))) return [helpFor(words), 0]
  return ['The program is not built yet. "npm start" builds and serves it, "npm run build" only builds it.\n', 1]
}

requireNode()
const words = process.argv.slice(2)
// The program would load every command for that.
const isHelpOfAll = words.length === 1 && ['help', '--help', '-h'].includes(words[0])
if (isBuilt() && !isHelpOfAll) process.exit(await runProgram(words))
const [text, code] = withoutBuild(words)
process[code === 0 ? 'stdout' : 'stderr'].write(text)
process.exitCode = code
