// Splits SQL into tokens. What stands in a slot ({{name}}) or in a hole of a template is one token of its own.

/** Words of SQL that end a clause or a list. */
const clauseEnds = new Set(
  'where group order having qualify window union left join cross asof inner then limit from select on using rows groups range'.split(
    ' ',
  ),
)

const patterns = [
  ['comment', /--[^\n]*/y],
  ['slot', /\{\{\w+\}\}/y],
  ['text', /'(?:[^']|'')*'/y],
  ['word', /"[^"]*"|[A-Za-z_][\w$]*/y],
  ['number', /\d+(?:\.\d+)?(?:e\d+)?/y],
  ['sign', /::|<=|>=|<>|\|\||\/\/|[^\s]/y],
]

/**
 * @param sql - the text
 * @param holes - ranges of the text that stand for something else, in order
 * @returns tokens with their kind, text, start, end and depth in brackets
 */
export function tokensOf(sql, holes = []) {
  const tokens = []
  let [at, depth] = [0, 0]
  while (at < sql.length) {
    const hole = holes.find(([start]) => start === at)
    const token = hole ? { kind: 'hole', text: sql.slice(...hole), start: at, end: hole[1] } : tokenAt(sql, at, holes)
    at = token?.end ?? at + 1
    if (token === undefined || token.kind === 'comment') continue
    if (token.text === ')') depth--
    tokens.push({ ...token, depth, lower: token.text.toLowerCase() })
    if (token.text === '(') depth++
  }
  return tokens
}

function tokenAt(sql, at, holes) {
  if (/\s/.test(sql[at])) return undefined
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const [text] = pattern.exec(sql) ?? []
    if (text === undefined) continue
    const cut = kind === 'text' ? undefined : holes.find(([start]) => start > at && start < at + text.length)?.[0]
    return { kind, text: sql.slice(at, cut ?? at + text.length), start: at, end: cut ?? at + text.length }
  }
  return undefined
}

/** The index of the bracket that closes the one at an index. */
export function closing(tokens, index) {
  const { depth } = tokens[index]
  const found = tokens.findIndex((token, at) => at > index && token.text === ')' && token.depth === depth)
  return found < 0 ? tokens.length : found
}

/** Where a clause ends that begins at an index: at the next clause, at the end of its brackets or of the statement. */
export function clauseEnd(tokens, from, isEnd = (token) => clauseEnds.has(token.lower)) {
  const { depth } = tokens[from] ?? { depth: 0 }
  const found = tokens.findIndex((token, at) => {
    if (at < from) return false
    return token.depth < depth || (token.depth === depth && (token.text === ';' || isEnd(token)))
  })
  return found < 0 ? tokens.length : found
}

/** The parts of a range of tokens between separators of its own depth, as ranges of tokens. */
export function partsOf(tokens, from, to, isSeparator) {
  const { depth } = tokens[from] ?? { depth: 0 }
  const parts = []
  let start = from
  for (let at = from; at < to; at++) {
    if (tokens[at].depth !== depth || !isSeparator(tokens[at], at)) continue
    parts.push([start, at])
    start = at + 1
  }
  return [...parts, [start, to]].filter(([a, b]) => b > a)
}

/** Whether an `and` belongs to `between`. */
export function isOfBetween(tokens, index) {
  for (let at = index - 1; at >= 0 && tokens[at].depth >= tokens[index].depth; at--) {
    if (tokens[at].depth > tokens[index].depth) continue
    if (tokens[at].lower === 'between') return true
    if (['and', 'or', 'where', 'on', 'when'].includes(tokens[at].lower)) return false
  }
  return false
}
