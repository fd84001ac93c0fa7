// What the syntax of a file tells.
import { parseSync } from 'vite'

/** Reads a file: its statements, its doc comments, and where its lines begin. */
export function readSource(name, text) {
  const { program, comments } = parseSync(name, text)
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return {
    name,
    text,
    program,
    docs: comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*')),
    starts,
  }
}

/** Every node below one, with the node above it. */
export function* nodesOf(node, above) {
  if (typeof node.type === 'string') yield { node, above }
  for (const value of Object.values(node))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && typeof one === 'object') yield* nodesOf(one, typeof node.type === 'string' ? node : above)
}

/** Functions and methods with a name, and how many lines each takes. */
export function namedFunctions(source) {
  return [...nodesOf(source.program)].flatMap(({ node, above }) => {
    const name = nameOfFunction(node, above)
    return name === undefined ? [] : [{ name: `${source.name} ${name}`, lines: linesOf(node, source) }]
  })
}

function nameOfFunction(node, above) {
  if (node.type === 'FunctionDeclaration') return node.id?.name
  if (!['FunctionExpression', 'ArrowFunctionExpression'].includes(node.type)) return undefined
  if (above?.type === 'MethodDefinition') return above.key.name
  return above?.type === 'VariableDeclarator' ? above.id.name : undefined
}

function linesOf({ start, end }, { text }) {
  return text.slice(start, end).split('\n').length
}

/** Casts that the compiler cannot check. */
export function casts(source) {
  return [...nodesOf(source.program)].flatMap(({ node }) =>
    node.type === 'TSAsExpression' && ['TSUnknownKeyword', 'TSNeverKeyword'].includes(node.typeAnnotation.type)
      ? [`${source.name} ${source.text.slice(node.start, node.end).slice(0, 60).replaceAll('\n', ' ')}`]
      : [],
  )
}

/** The addresses that a file imports, or hands on. */
export function importedBy({ program }) {
  return program.body.flatMap(({ source }) => (source ? [source.value] : []))
}

/** Names that a file declares and exports, and whether each has a doc comment. */
export function declaredExports({ program, docs, text }) {
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.declaration) return []
    const hasDoc = docs.some(({ end }) => end <= statement.start && text.slice(end, statement.start).trim() === '')
    return declaredNames(statement.declaration).map((name) => ({ name, hasDoc }))
  })
}

function declaredNames({ declarations, id }) {
  if (declarations === undefined) return id ? [id.name] : []
  return declarations.flatMap(({ id: { name, elements, properties } }) =>
    name === undefined ? (elements ?? properties).map((one) => one.name ?? one.value?.name) : [name],
  )
}

/** Names that a file hands on from others. */
export function handedOn({ program }) {
  return program.body.flatMap(({ type, source, specifiers }) =>
    type === 'ExportNamedDeclaration' && source
      ? specifiers.map(({ local }) => ({ name: local.name, from: source.value }))
      : [],
  )
}
