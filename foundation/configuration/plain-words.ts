import type { z } from 'zod'

/**
 * What is wrong with a value, as one says it to whoever wrote it: what is missing or stands there instead, and what to write. A
 * message of the schema's own stays as it is. The value itself is never told.
 *
 * @param value - what stands at the place of the issue; `undefined` where nothing does
 */
export function inPlainWords(issue: z.core.$ZodIssue, value: unknown): string {
  if (!ofTheLibrary.test(issue.message)) return issue.message
  const wanted = wantedBy(issue)
  if (value === undefined) return `this is missing: write ${wanted}`
  if (issue.code === 'unrecognized_keys') return `there is no entry ${issue.keys.map((key) => `"${key}"`).join(', ')}`
  const isOtherKind = issue.code === 'invalid_type' || issue.code === 'invalid_union'
  return isOtherKind ? `here stands ${kindOf(value)}: write ${wanted}` : `write ${wanted}`
}

/** How the messages begin that a schema gives where it has none of its own. */
const ofTheLibrary = /^(Invalid|Too small|Too big|Unrecognized)\b/

function wantedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? 'a value of another kind'
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of: ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return formats[issue.format] ?? `a text of the form ${issue.pattern ?? issue.format}`
    case 'too_small':
      return atLeast(issue)
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${unitOf(issue.origin, Number(issue.maximum))}`
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    default:
      return 'a value of another kind'
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text, in quotation marks if it looks like a number or a date',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'entries with names',
  record: 'entries with names',
}

const formats: Readonly<Record<string, string>> = {
  date: 'a day such as 2024-03-31',
  datetime: 'a moment with its time zone, such as 2024-03-31T18:00:00+06:00',
  url: 'an address such as https://example.org',
}

function atLeast({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (inclusive && Number(minimum) === 1 && origin === 'string') return 'a text that is not empty'
  return `${inclusive ? 'at least' : 'more than'} ${minimum}${unitOf(origin, Number(minimum))}`
}

function unitOf(origin: string, count: number): string {
  const [one, many] = { string: ['character', 'characters'], array: ['entry', 'entries'] }[origin] ?? ['', '']
  return one === '' ? '' : ` ${count === 1 ? one : many}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return (
    { string: 'a text', object: 'entries with names', boolean: 'true or false' }[typeof value as string] ?? 'a number'
  )
}

/** What is wrong with the syntax of YAML, by the code of its parser; what only the parser would understand is told as a whole. */
export function syntaxInPlainWords(code: string): string {
  return syntax[code] ?? 'this is not YAML: look at the indentation, the colons and the quotation marks'
}

const syntax: Readonly<Record<string, string>> = {
  BAD_INDENT:
    'the line is indented otherwise than its neighbours: entries of one level begin in one column, and brackets above are closed',
  TAB_AS_INDENT: 'a tab stands before the text: indent with spaces',
  MISSING_CHAR: 'a quotation mark, a bracket or a comma is missing: close what is open above',
  DUPLICATE_KEY: 'this name stands twice: write each name once',
  MULTILINE_IMPLICIT_KEY: 'a colon is missing behind a name, or a text with a colon needs quotation marks',
  BLOCK_AS_IMPLICIT_KEY: 'a text with a colon needs quotation marks',
  BAD_SCALAR_START: 'a text that begins with a mark such as @, % or ` needs quotation marks',
  BAD_DQ_ESCAPE: 'a backslash stands in double quotation marks: take single ones',
  BAD_ALIAS:
    'a text that begins with * needs quotation marks; what stands for another part of the file is written out where it cannot be found above, or grows too large',
  MULTIPLE_DOCS: 'a second document begins here: take the line --- out, so that the file is one',
}

/** What stands at a place; `undefined` where nothing does. */
export function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, key)
        ? (inside as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  )
}
