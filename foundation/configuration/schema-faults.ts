import type { z } from 'zod'
import type { Fault } from '../refusal/refusal.ts'
import { fault, unknownName } from './fault.ts'
import type { Keys } from './lines-of-yaml.ts'
import { inPlainWords, valueAt } from './plain-words.ts'
import { keysAt } from './schema-keys.ts'

interface Read {
  readonly code: string
  readonly file: string
  readonly value: unknown
  readonly lineOf: (keys: Keys) => number
}

/** What a schema finds wrong with a file: misspelled keys and options are told with the nearest right one. */
export function schemaFaults(issues: readonly z.core.$ZodIssue[], schema: z.ZodType, read: Read): readonly Fault[] {
  const all = issues.flatMap((issue) => faultsOf(issue, schema, read))
  const meant = new Set(all.flatMap(({ where, nearest }) => (nearest === undefined ? [] : [`${where}/${nearest}`])))
  // A key that is missing because it is misspelled is told once.
  return all.filter(({ missing }) => missing === undefined || !meant.has(missing)).map(({ fault: problem }) => problem)
}

interface Found {
  readonly fault: Fault
  /** Of a misspelled key: where it stands and what was meant. */
  readonly where?: string
  readonly nearest?: string | undefined
  /** The key that is missing. */
  readonly missing?: string
}

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodType, read: Read): readonly Found[] {
  const where = issue.path.join('.')
  const place = (keys: Keys) => ({ code: read.code, file: read.file, line: read.lineOf(keys) })
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const about = { where: where || 'the file', what: 'key', ...place([...issue.path, key]) }
      const problem = unknownName(key, keysAt(schema, issue.path), about)
      return { fault: problem, where, nearest: problem.nearest }
    })
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const best = bestOf(issue.errors)
    return best.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, schema, read))
  }
  const value = valueAt(read.value, issue.path)
  const options = optionsOf(issue)
  if (options.length > 0 && typeof value === 'string') {
    const about = { where, what: 'option', ...place(issue.path) }
    return [{ fault: unknownName(value, options, about) }]
  }
  const message = inPlainWords(issue, value)
  const problem = fault(place(issue.path), where === '' ? message : `${where}: ${message}`)
  const isMissing = value === undefined && issue.path.length > 0
  return [
    isMissing
      ? { fault: problem, missing: `${issue.path.slice(0, -1).join('.')}/${String(issue.path.at(-1))}` }
      : { fault: problem },
  ]
}

/** What an option may be, where there are some. */
function optionsOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String)
  const { options } = issue as { readonly options?: readonly unknown[] }
  return issue.code === 'invalid_union' ? (options ?? []).map(String) : []
}

/** Of the ways in which something could be right, the one that it misses least. */
function bestOf(ways: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const size = (issues: readonly z.core.$ZodIssue[]) =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)
  const [first = [], ...others] = ways
  return others.reduce((best, one) => (size(one) < size(best) ? one : best), first)
}
