import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { CORE_SCHEMA, load } from 'js-yaml'
import type * as Yaml from 'yaml'
import type { z } from 'zod'
import { Refusal } from '#foundation'

/** It knows the lines of what it reads and takes three times as long: it is asked only where something is wrong. */
const loadYamlWithLines = (): typeof Yaml => createRequire(import.meta.url)('yaml')

/**
 * Reads a YAML file and checks it.
 *
 * @throws {@link Refusal} `JURISDICTION_INVALID` with the file, the line, what is wrong there and what is allowed
 */
export function readYaml<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  const text = readFileSync(path, 'utf8')
  const checked = schema.safeParse(quicklyRead(text))
  return checked.success ? checked.data : readWithLines(path, text, schema)
}

function quicklyRead(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA })
  } catch {
    return undefined
  }
}

function readWithLines<Schema extends z.ZodType>(path: string, text: string, schema: Schema): z.output<Schema> {
  const { LineCounter, parseDocument, isNode } = loadYamlWithLines()
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [fault] = document.errors
  if (fault !== undefined) throw invalid(path, lines.linePos(fault.pos[0]).line, fault.message.split('\n')[0] ?? '')
  const checked = schema.safeParse(document.toJS())
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  if (issue === undefined) throw invalid(path, 1, 'the file does not match its schema')
  throw invalid(path, lineOf(issue.path), sentence(issue), allowedOf(issue))

  /** The line of the innermost node on the path that exists: what is missing is reported at its parent. */
  function lineOf(place: readonly PropertyKey[]): number {
    for (let depth = place.length; depth >= 0; depth--) {
      const node = document.getIn(place.slice(0, depth), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
}

function invalid(file: string, line: number, message: string, allowed: readonly string[] = []): Refusal {
  const choice = allowed.length === 0 ? '' : `; allowed: ${allowed.join(', ')}`
  return new Refusal('JURISDICTION_INVALID', message + choice, { file, line, allowed })
}

function sentence(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.')
  return where === '' ? issue.message : `${where}: ${issue.message}`
}

function allowedOf(issue: z.core.$ZodIssue): readonly string[] {
  return issue.code === 'invalid_value' ? issue.values.map(String) : []
}
