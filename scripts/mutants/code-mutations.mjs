// Small changes of TypeScript, and of the SQL in its strings. Each belongs to one expression or statement of the file.
import { parseSync } from 'vite'
import { sqlMutations } from './sql-mutations.mjs'

const otherSigns = {
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
}
const otherNames = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  find: 'findLast',
}
const droppedCalls = new Set(['filter', 'toSorted', 'sort', 'slice', 'trim', 'reverse', 'toLowerCase'])

/** What makes a text SQL and no message. */
const sqlWords =
  /\b(select|from|where|case when|then|coalesce|nullif|concat|is (not )?null|not in|in \(|between|union all|order by|group by|partition by|starts_with|regexp_\w+|lower\(|trim\(|strptime|try_cast|md5|chr\()|::|^\W*(and|or|not) | (and|or|<|>|<=|>=|=|<>) /
const isMessage = /^[A-Z][a-z]+ .*[a-z]{3} [a-z]+|\.\?? [A-Z]/

/**
 * @param path - with which an error names the file
 * @param source - the text of a module
 * @returns changes as `{ node, text, start, end, isStatement, isFixed, isSql }`: the whole node becomes the text; `start` and
 *   `end` say what differs; a fixed one is worked out when the module is loaded
 */
export function codeMutations(path, source) {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
  const found = []
  visit(program, [], (node, parents) => {
    if (isOutside(node, parents)) return
    const isFixed = !parents.some(({ type }) => /Function|MethodDefinition/.test(type))
    const add = (changes, more) => {
      for (const { start, end, text } of changes) {
        const whole = source.slice(node.start, start) + text + source.slice(end, node.end)
        found.push({ node, text: whole, start, end, isFixed, isStatement: false, isSql: false, ...more })
      }
    }
    const changes = changesOf(node, parents, source)
    const isTest = parents[0].type === 'IfStatement' && node.place === 'test'
    add(isTest && changes.length === 0 ? ['true', 'false'].map((truth) => replace(node, truth)) : changes, {})
    add(sqlChanges(node, source), { isSql: true })
    if (node.type === 'ThrowStatement') add([{ start: node.start, end: node.end, text: '' }], { isStatement: true })
  })
  return found
}

function visit(node, parents, see) {
  see(node, parents)
  for (const [key, value] of Object.entries(node)) {
    if (key === 'typeAnnotation' || key === 'typeArguments' || key === 'typeParameters' || key === 'returnType')
      continue
    for (const child of Array.isArray(value) ? value : [value])
      if (child !== null && typeof child === 'object' && typeof child.type === 'string') {
        child.place = key
        visit(child, [node, ...parents], see)
      }
  }
}

/** Types, imports, keys and messages are left alone, and so is what a chain (`a?.b`) hangs on. */
function isOutside(node, parents) {
  const [parent] = parents
  if (
    parent === undefined ||
    parents.some((one) => /^(TS(?!AsExpression|NonNull|Satisfies)|Import|ExportAll)/.test(one.type))
  )
    return true
  if (/^TS(?!AsExpression|NonNull|Satisfies)|^Import/.test(node.type)) return true
  if (node.place === 'key' || node.place === 'tag' || node.place === 'left')
    return /Pattern|Assignment|For|Property/.test(parent.type)
  if (parents.some(({ type, callee }) => type === 'NewExpression' && callee.name === 'Refusal')) return true
  if (parent.type === 'TaggedTemplateExpression' || isAdvice(node, parent)) return true
  return parent.type === 'ChainExpression' || isOnSpine(node, parents)
}

/** What a schema says of a text that does not fit a pattern: `regex(pattern, advice)`. */
const isAdvice = ({ place, type }, { callee }) =>
  place === 'arguments' && type === 'Literal' && callee?.property?.name === 'regex'

function isOnSpine(node, parents) {
  const [parent] = parents
  if (!['MemberExpression', 'CallExpression'].includes(parent?.type) || !['object', 'callee'].includes(node.place))
    return false
  return parents[1]?.type === 'ChainExpression' || isOnSpine(parent, parents.slice(1))
}

const replace = ({ start, end }, text) => ({ start, end, text })

function changesOf(node, parents, source) {
  const of = (one) => source.slice(one.start, one.end)
  switch (node.type) {
    case 'BinaryExpression':
      return (otherSigns[node.operator] ?? []).map((sign) => {
        const at = source.indexOf(node.operator, node.left.end)
        return { start: at, end: at + node.operator.length, text: sign }
      })
    case 'LogicalExpression': {
      const sides = [replace(node, of(node.left)), replace(node, of(node.right))]
      if (node.operator === '??') return sides
      const at = source.indexOf(node.operator, node.left.end)
      return [...sides, { start: at, end: at + 2, text: node.operator === '&&' ? '||' : '&&' }]
    }
    case 'UnaryExpression':
      return node.operator === '!' ? [replace(node, of(node.argument))] : []
    case 'ConditionalExpression':
      return ['true', 'false'].map((truth) => replace(node.test, truth))
    case 'Literal':
      return literals(node, parents)
    case 'ArrayExpression':
      return elements(node)
    case 'CallExpression':
      return calls(node, parents, source)
    default:
      return []
  }
}

function literals(node, [parent]) {
  if (typeof node.value === 'boolean') return [replace(node, `${!node.value}`)]
  if (typeof node.value !== 'number' || parent.type === 'Property') return []
  return [replace(node, `${node.value + 1}`)]
}

/** A list without one of its elements. */
function elements(node) {
  const { elements } = node
  if (elements.some((one) => one === null)) return []
  if (elements.length === 1) return elements[0].type === 'SpreadElement' ? [replace(node, '[]')] : [replace(node, '[]')]
  return elements.map((one, index) =>
    index === 0
      ? { start: one.start, end: elements[1].start, text: '' }
      : { start: elements[index - 1].end, end: one.end, text: '' },
  )
}

function calls(node, [parent, above], source) {
  const { callee } = node
  const name = callee.type === 'MemberExpression' && !callee.computed ? callee.property.name : undefined
  const dropped =
    parent.type === 'ExpressionStatement' || (parent.type === 'AwaitExpression' && above.type === 'ExpressionStatement')
  const changes = dropped ? [replace(node, 'undefined')] : []
  if (Object.hasOwn(otherNames, name ?? '') && !callee.optional)
    changes.push(replace(callee.property, otherNames[name]))
  if (droppedCalls.has(name) && !callee.optional)
    changes.push(replace(node, source.slice(callee.object.start, callee.object.end)))
  return changes
}

function sqlChanges(node, source) {
  const template = node.type === 'TaggedTemplateExpression' ? node.quasi : node
  const isTemplate = template.type === 'TemplateLiteral'
  if (!isTemplate && !(node.type === 'Literal' && typeof node.value === 'string')) return []
  const [from, to] = [template.start + 1, template.end - 1]
  const text = source.slice(from, to)
  const bare = isTemplate ? template.quasis.map(({ value }) => value.raw).join('?') : text
  if (!sqlWords.test(bare) || isMessage.test(bare)) return []
  const holes = (isTemplate ? template.expressions : []).map(({ start, end }) => [
    source.lastIndexOf('${', start) - from,
    source.indexOf('}', end) + 1 - from,
  ])
  return sqlMutations(text, holes)
    .filter(({ text: other }) => isTemplate || !other.includes(source[node.start]))
    .map((one) => ({ start: one.start + from, end: one.end + from, text: one.text }))
}

/** The ranges of the statements that are one expression. */
export function statementsOf(path, source) {
  const ranges = []
  visit(parseSync(path, source).program, [], ({ type, directive, expression }) => {
    if (type === 'ExpressionStatement' && !directive) ranges.push({ start: expression.start, end: expression.end })
  })
  return ranges
}
