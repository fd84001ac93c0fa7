import { createReadStream } from 'node:fs'

/** A text of cells, and how many of its lines stand above the first row. */
export interface TextFile {
  readonly path: string
  /** What separates its cells; undefined when a line is not made of cells. */
  readonly delimiter: string | undefined
  readonly above: number
  /** How many cells a row has. */
  readonly cells: number
  /** Words that sums of the sender begin with. */
  readonly subtotals: readonly string[]
  /** The contract allows line breaks inside quotation marks. */
  readonly lineBreaks: boolean
}

/** A cell in quotation marks that goes on over the end of its line. */
export interface OpenCell {
  /** The line where it begins, from 1. */
  readonly line: number
  readonly closes: boolean
}

export interface QuotedLines {
  /** Lines that begin inside quotation marks and are not blank. */
  readonly continued: number
  readonly first: OpenCell | undefined
}

/** Follows the quotation marks of a text line by line (RFC 4180), independently of the engine. */
export async function quotedLines({ path, delimiter = ',', above }: TextFile): Promise<QuotedLines> {
  let [line, continued, isOpen] = [0, 0, false]
  let first: OpenCell | undefined
  let since = 0
  for await (const text of linesOf(path)) {
    line++
    if (line <= above) continue
    if (isOpen && text !== '') continued++
    const wasOpen: boolean = isOpen
    isOpen = staysOpen(text, delimiter, wasOpen)
    if (isOpen && !wasOpen) since = line
    if (wasOpen && !isOpen) first ??= { line: since, closes: true }
  }
  if (isOpen) first ??= { line: since, closes: false }
  return { continued, first }
}

/** Whether a cell is open at the end of a line. A quotation mark inside an unquoted cell is a character like others. */
function staysOpen(text: string, delimiter: string, wasOpen: boolean): boolean {
  let [at, isOpen] = [0, wasOpen]
  while (true) {
    if (!isOpen && text[at] === '"') [at, isOpen] = [at + 1, true]
    if (isOpen) {
      at = closing(text, at)
      if (at < 0) return true
      isOpen = false
    }
    const next = text.indexOf(delimiter, at)
    if (next < 0) return false
    at = next + delimiter.length
  }
}

/** The place behind the mark that closes a cell, or -1. Two marks are one character of the cell. */
function closing(text: string, from: number): number {
  let end = text.indexOf('"', from)
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
  return end < 0 ? end : end + 1
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield withoutReturn(line)
  }
  if (rest !== '') yield withoutReturn(rest)
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
