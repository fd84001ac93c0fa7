// Small changes of SQL, each of which changes its meaning.
import { clauseEnd, closing, isOfBetween, partsOf, tokensOf } from './sql-tokens.mjs'

const swaps = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '=': '<>',
  '<>': '=',
  min: 'max',
  max: 'min',
  arg_min: 'arg_max',
  arg_max: 'arg_min',
  lead: 'lag',
  lag: 'lead',
  least: 'greatest',
  greatest: 'least',
  true: 'false',
  false: 'true',
  first: 'last',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '//': '*',
}
const many = new Set(['coalesce', 'concat', 'concat_ws', 'greatest', 'least'])
const isDay = (word) => /(_on|_from|_to|_day|^day)$/.test(word)

/**
 * @param sql - a statement, or a piece of one
 * @returns changes as `{ start, end, text }`: what stands between start and end becomes the text
 */
export function sqlMutations(sql, holes = []) {
  const tokens = tokensOf(sql, holes)
  const found = tokens.flatMap((_, at) => kinds.flatMap((kind) => kind(tokens, at)))
  const changes = [...found, ...connected(tokens, 0, tokens.length)].map(({ order, ...one }) =>
    order === undefined ? one : { ...one, text: `${sql.slice(...order[0])}, ${sql.slice(...order[1])}` },
  )
  const seen = new Set()
  return changes.filter(({ start, end, text }) => {
    const key = `${start} ${end} ${text}`
    const isNew = !seen.has(key) && sql.slice(start, end) !== text
    seen.add(key)
    return isNew
  })
}

const change = (tokens, from, to, text) => ({ start: tokens[from].start, end: tokens[to - 1].end, text })
const isWord = (token, word) => token?.lower === word
const isValue = (token) =>
  token !== undefined && (['word', 'number', 'slot', 'hole'].includes(token.kind) || token.text === ')')

/** Another sign, function or truth. */
function swapped(tokens, at) {
  const { lower, kind } = tokens[at]
  if (kind === 'text' || !Object.hasOwn(swaps, lower)) return []
  const text = swaps[lower]
  if (/^[-+*/]+$/.test(lower)) {
    if (lower === '-' && !isValue(tokens[at - 1])) return [change(tokens, at, at + 1, '')]
    if (!isValue(tokens[at - 1]) || !(isValue(tokens[at + 1]) || tokens[at + 1]?.text === '(')) return []
    if (isWord(tokens[at - 1], 'select') || isWord(tokens[at + 1], 'from')) return []
  }
  if (lower === 'first' && !isWord(tokens[at - 1], 'nulls')) return []
  if (/^(m|arg_m|le|la|gr)/.test(lower) && tokens[at + 1]?.text !== '(') return []
  return [change(tokens, at, at + 1, text)]
}

/** A day more or less beside a comparison. */
function dayOff(tokens, at) {
  if (!['<', '<=', '>', '>='].includes(tokens[at].text)) return []
  let to = at + 2
  while (tokens[to]?.text === '.') to += 2
  const last = tokens[to - 1]
  if (last?.kind !== 'word' || !isDay(last.lower)) return []
  const operand = { start: last.end, end: last.end }
  return [
    { ...operand, text: ' + 1' },
    { ...operand, text: ' - 1' },
  ]
}

function numbers(tokens, at) {
  const { kind, text } = tokens[at]
  if (kind !== 'number' || !/^\d+$/.test(text)) return []
  return [Number(text) + 1, Number(text) - 1]
    .filter((other) => other >= 0)
    .map((other) => change(tokens, at, at + 1, `${other}`))
}

function negations(tokens, at) {
  const { lower } = tokens[at]
  if (lower === 'not') return [change(tokens, at, at + 1, '')]
  const isBare = !isWord(tokens[at - 1], 'not')
  if (lower === 'null' && isWord(tokens[at - 1], 'is')) return [change(tokens, at, at + 1, 'not null')]
  if (
    lower === 'in' &&
    isBare &&
    ['(', undefined].includes(tokens[at + 1]?.kind === 'hole' ? '(' : tokens[at + 1]?.text)
  )
    return [change(tokens, at, at + 1, 'not in')]
  return []
}

function joins(tokens, at) {
  const { lower } = tokens[at]
  const before = tokens[at - 1]?.lower
  if (lower === 'left' && isWord(tokens[at + 1], 'join')) return [change(tokens, at, at + 1, '')]
  if (lower === 'join' && !['left', 'cross', 'asof', 'inner'].includes(before))
    return [change(tokens, at, at + 1, 'left join')]
  return []
}

/** `union all` as `union`, or without the part that follows. */
function unions(tokens, at) {
  if (!isWord(tokens[at], 'union')) return []
  const end = clauseEnd(tokens, at + 1, (token) => token.lower === 'union')
  const all = isWord(tokens[at + 1], 'all') ? [change(tokens, at + 1, at + 2, '')] : []
  return end > at + 1 ? [...all, change(tokens, at, end, '')] : all
}

/** Distinct and counts of distinct things. */
function counts(tokens, at) {
  if (isWord(tokens[at], 'distinct')) return [change(tokens, at, at + 1, '')]
  const isCount = isWord(tokens[at], 'count') && tokens[at + 1]?.text === '(' && tokens[at + 2]?.text === '*'
  return isCount ? [change(tokens, at + 2, at + 3, 'distinct 1')] : []
}

/** One key less, or the keys in the other order. */
function keys(tokens, at) {
  const isBy = isWord(tokens[at], 'by') && ['partition', 'group', 'order'].includes(tokens[at - 1]?.lower)
  if (isBy) {
    const end = clauseEnd(tokens, at + 1, ({ lower }) =>
      ['order', 'rows', 'groups', 'range', 'having', 'union', 'limit', 'qualify', 'window'].includes(lower),
    )
    const items = partsOf(tokens, at + 1, end, ({ text }) => text === ',')
    const isOrder = tokens[at - 1].lower === 'order'
    const whole = tokens[at - 1].lower === 'group' ? [] : [change(tokens, at - 1, end, '')]
    const none = items.length === 1 ? whole : without(tokens, items)
    return isOrder ? [...none, ...items.map(([from, to]) => otherWay(tokens, from, to))] : none
  }
  if (tokens[at].text !== '(') return []
  const before = tokens[at - 1]
  const isList = before?.kind !== 'word' || ['using', 'in', 'by'].includes(before.lower) || many.has(before.lower)
  const [from, to] = [at + 1, closing(tokens, at)]
  if (!isList || ['select', 'from', 'values', 'partition', 'unpivot'].includes(tokens[from]?.lower)) return []
  const items = partsOf(tokens, from, to, ({ text }) => text === ',')
  return items.length < 2 ? [] : without(tokens, items)
}

const without = (tokens, items) =>
  items.length < 2
    ? []
    : items.map(([from, to], index) =>
        index === 0
          ? { ...change(tokens, from, to, ''), end: tokens[items[1][0]].start }
          : { ...change(tokens, from, to, ''), start: tokens[items[index - 1][1] - 1].end },
      )

function otherWay(tokens, from, to) {
  const at = tokens.findIndex((token, index) => index >= from && index < to && token.lower === 'desc')
  if (at >= 0) return change(tokens, at, at + 1, '')
  const nulls = tokens.findIndex((token, index) => index >= from && index < to && token.lower === 'nulls')
  const end = tokens[(nulls < 0 ? to : nulls) - 1].end
  return { start: end, end, text: ' desc' }
}

/** The first two arguments of `coalesce` in the other order; the two outcomes of `if`; what `nullif` takes for nothing. */
function functions(tokens, at) {
  const { lower } = tokens[at]
  if (!['coalesce', 'if', 'nullif'].includes(lower) || tokens[at + 1]?.text !== '(') return []
  const end = closing(tokens, at + 1)
  const items = partsOf(tokens, at + 2, end, ({ text }) => text === ',')
  const [one, other] = lower === 'if' ? items.slice(1) : items
  if (other === undefined || end >= tokens.length) return []
  if (lower === 'nullif') return [{ start: tokens[one[1] - 1].end, end: tokens[end - 1].end, text: ', null' }]
  const whole = { start: tokens[one[0]].start, end: tokens[other[1] - 1].end }
  return [{ ...whole, order: [other, one].map(([from, to]) => [tokens[from].start, tokens[to - 1].end]) }]
}

/** One condition less, or the other connective. */
function conditions(tokens, at) {
  const { lower, text } = tokens[at]
  const isBracket = text === '(' && !['select', 'from', 'values', 'where'].includes(tokens[at + 1]?.lower)
  if (isBracket) return connected(tokens, at + 1, closing(tokens, at))
  if (!['where', 'on', 'having', 'qualify', 'when'].includes(lower) || at + 1 >= tokens.length) return []
  const end = clauseEnd(tokens, at + 1)
  if (end <= at + 1) return []
  const parts = connected(tokens, at + 1, end)
  if (parts.length > 0) return parts
  const truths = lower === 'when' ? ['true', 'false'] : lower === 'on' ? [] : ['true']
  return truths.map((truth) => change(tokens, at + 1, end, truth))
}

function connected(tokens, from, to) {
  if (to - from < 3) return []
  if (
    ['select', 'with', 'create', 'insert', 'update', 'case', 'from', 'left', 'union', 'where', 'and', 'when'].includes(
      tokens[from].lower,
    )
  )
    return []
  for (const word of ['or', 'and']) {
    const isConnective = (token, index) => token.lower === word && !isOfBetween(tokens, index)
    const parts = partsOf(tokens, from, to, isConnective)
    if (parts.length < 2) continue
    const other = word === 'or' ? 'and' : 'or'
    const connectives = parts.slice(1).map(([start]) => change(tokens, start - 1, start, other))
    return [...connectives, ...without(tokens, parts)]
  }
  return []
}

function elses(tokens, at) {
  if (!isWord(tokens[at], 'else')) return []
  const end = clauseEnd(tokens, at + 1, ({ lower }) => lower === 'end')
  return [change(tokens, at, end, '')]
}

const kinds = [swapped, dayOff, numbers, negations, joins, unions, counts, keys, functions, conditions, elses]
