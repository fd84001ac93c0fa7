// The mutants of a file, as plain data.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeMutations } from './code-mutations.mjs'
import { sqlMutations } from './sql-mutations.mjs'

/** @returns mutants with `file`, `line`, what stands there (`was`), what takes its place (`is`), and how to put it there */
export function mutantsOf(root, file) {
  const source = readFileSync(join(root, file), 'utf8')
  const isSql = file.endsWith('.sql')
  const changes = isSql ? sqlMutations(source).map((one) => ({ ...one, isSql })) : codeMutations(file, source)
  return changes.map((change) => ({ file, ...place(source, change, isSql), ...change }))
}

/** The changed place with a little of what stands around it, which is what names a mutant. */
function place(source, change, isSql) {
  const { start, end, node } = change
  const line = source.slice(0, start).split('\n').length
  const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start).slice(-30)
  const next = source.indexOf('\n', end)
  const after = source.slice(end, next < 0 ? undefined : next).slice(0, 20)
  const text = isSql ? change.text : change.text.slice(start - node.start, change.text.length - (node.end - end))
  const plain = (words) => words.replaceAll(/\s+/g, ' ').trim()
  return { line, was: plain(before + source.slice(start, end) + after), is: plain(before + text + after) }
}
