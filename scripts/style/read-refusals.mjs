// The messages of refusals, as far as they are written where the refusal is made or in a constant of the same file.
import { nodesOf, readSource } from '../measures/read-source.mjs'

export function readRefusals(source, path) {
  if (!source.includes('new Refusal(')) return []
  const { program, starts } = readSource(path, source)
  const nodes = [...nodesOf(program)].map(({ node }) => node)
  const constants = nodes.filter(({ type, init }) => type === 'VariableDeclarator' && init)
  const messages = nodes
    .filter(({ type, callee }) => type === 'NewExpression' && callee.name === 'Refusal')
    .flatMap(({ arguments: [, message] }) => (message ? written(message, constants) : []))
  return [...new Set(messages)].flatMap((node) => {
    const text = textOf(node)
    const line = starts.findLastIndex((start) => start <= node.start) + 1
    return text === undefined ? [] : [{ line, text, language: 'en' }]
  })
}

function written(node, constants) {
  if (node.type === 'Identifier') return constants.filter(({ id }) => id.name === node.name).map(({ init }) => init)
  return [node]
}

/** Of two wordings the longer one; what is not written here is a placeholder. */
function textOf(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type === 'ConditionalExpression')
    return [node.consequent, node.alternate].map((one) => textOf(one) ?? '').sort(byLength)[0]
  if (node.type === 'BinaryExpression') return [node.left, node.right].map((one) => textOf(one) ?? '{}').join('')
  if (node.type !== 'TemplateLiteral') return undefined
  return node.quasis
    .map(({ value }, at) => value.cooked + (node.expressions[at] ? (textOf(node.expressions[at]) ?? '{}') : ''))
    .join('')
}

function byLength(one, other) {
  return other.length - one.length
}
