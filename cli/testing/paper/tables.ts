import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A line of a table of the paper register, by the names of its columns. */
export type Line = Readonly<Record<string, string>>

/** Reads `rows/` or `answers/` beside this file; lines with # are for readers. */
export function readPaperTable(folder: 'rows' | 'answers', name: string): readonly Line[] {
  const text = readFileSync(join(import.meta.dirname, folder, `${name}.csv`), 'utf8')
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const [headers = [], ...rows] = lines.map((line) => line.split(';'))
  return rows.map((cells) => Object.fromEntries(headers.map((header, at) => [header, cells[at] ?? ''])))
}
