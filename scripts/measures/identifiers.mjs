// Prints the names that the code declares and that docs/code-terms.md bans: they say too little, or two things. Nothing is printed
// where there is none.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { nodesOf, readSource } from './read-source.mjs'

const root = join(import.meta.dirname, '..', '..')
const banned = [
  ...[
    'told',
    'held',
    'kept',
    'aside',
    'elsewhere',
    'least',
    'most',
    'greatest',
    'usual',
    'everybody',
    'taking',
    'wish',
  ],
  ...['made', 'shelf', 'rung', 'minded'],
]
/** Compounds with these have min or max instead. */
const compound = /^(?:least|most|greatest)[A-Z]/
/** Names of the catalog, of stored files and of files that people write: as properties they stay. */
const published = new Set(['held', 'kept', 'least', 'leastIn', 'most', 'greatest', 'usual', 'rung'])
/** Terms of the field. */
const terms = new Set(['leastSquares', 'least-squares'])

for (const line of sources().flatMap(findingsIn)) console.log(line)

function sources() {
  const arguments_ = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx']
  return execFileSync('git', arguments_, { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((name) => name !== '' && existsSync(join(root, name)))
}

function findingsIn(file) {
  const isTest = /\.(test|long|clickhouse)\.ts$/.test(file) || file.includes('/testing/')
  const source = readSource(file, readFileSync(join(root, file), 'utf8'))
  const names = [...nodesOf(source.program)].flatMap(({ node }) => declaredBy(node))
  // Tests name columns of statements and fields of documents as these do.
  const wrong = names.filter(
    ({ name, isProperty }) => isBanned(name) && !(isProperty && (isTest || published.has(name))),
  )
  return [...fileNameOf(file), ...wrong.map(({ name, start }) => `${file}:${lineOf(source, start)} ${name}`)]
}

function isBanned(name) {
  return (banned.includes(name) || compound.test(name)) && !terms.has(name)
}

function fileNameOf(file) {
  const [name = ''] = basename(file).split('.')
  return !terms.has(name) && name.split('-').some((word) => banned.includes(word)) ? [file] : []
}

function lineOf({ starts }, place) {
  return starts.findLastIndex((start) => start <= place) + 1
}

/** What a node declares, with whether it is a property. */
function declaredBy(node) {
  if (node.type === 'VariableDeclarator') return inPattern(node.id)
  if (node.type === 'CatchClause' && node.param) return inPattern(node.param)
  if (node.type === 'TSTypeParameter') return [named(node.name, false)].filter(({ name }) => name)
  if (/^(?:MethodDefinition|PropertyDefinition|TSPropertySignature|TSMethodSignature)$/.test(node.type))
    return node.computed ? [] : inKey(node.key)
  if (node.type === 'ObjectExpression') return node.properties.flatMap(inProperty)
  const own = /^(?:Function|Class|TSInterface|TSTypeAlias|TSEnum)\w*Declaration$/.test(node.type) ? [node.id] : []
  const parameters = Array.isArray(node.params) && /Function/.test(node.type) ? node.params : []
  return [...own.flatMap((id) => (id ? [named(id, false)] : [])), ...parameters.flatMap(inPattern)]
}

/** A property that hands on a variable of the same name was declared where the variable is. */
function inProperty(one) {
  return one.type === 'Property' && !one.computed && !one.shorthand ? inKey(one.key) : []
}

function inKey(key) {
  return key.type === 'Identifier' || key.type === 'PrivateIdentifier' ? [named(key, key.type === 'Identifier')] : []
}

function inPattern(pattern) {
  if (!pattern) return []
  if (pattern.type === 'Identifier') return [named(pattern, false)]
  if (pattern.type === 'AssignmentPattern') return inPattern(pattern.left)
  if (pattern.type === 'RestElement') return inPattern(pattern.argument)
  if (pattern.type === 'TSParameterProperty') return inPattern(pattern.parameter)
  if (pattern.type === 'ArrayPattern') return pattern.elements.flatMap(inPattern)
  if (pattern.type !== 'ObjectPattern') return []
  return pattern.properties.flatMap((one) => {
    if (one.type !== 'Property') return inPattern(one)
    const inner = inPattern(one.value)
    return one.shorthand ? inner.map((name) => ({ ...name, isProperty: true })) : inner
  })
}

function named({ name, start }, isProperty) {
  return { name, start, isProperty }
}
