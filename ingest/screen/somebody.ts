import { basename } from 'node:path'
import type { Gate } from './gate.ts'
import { judge } from './judge.ts'

/** Characters of a name of a file or a column: no file system has a longer one, and no column of a contract. */
const longestName = 300

/** Whether a text says who somebody is, such as a name of a column that is the cell of a file without a header. */
export function tellsOfSomebody(gate: Gate, text: string): boolean {
  const { sure, likely } = judge(gate, text)
  return sure.length + likely.length > 0
}

/** Whether a name of a file says who is in it. */
export function namesSomebody(gate: Gate, path: string): boolean {
  const name = basename(path).replace(/(?:\.[A-Za-z]{2,7}){1,2}$/, '')
  return (
    name.length > longestName || judge(gate, name.replaceAll('_', ' ')).sure.some((code) => code !== 'WRITTEN_DATE')
  )
}
