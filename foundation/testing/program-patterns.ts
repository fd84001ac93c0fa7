import { execFileSync } from 'node:child_process'
import { parseSync } from 'vite'
import { packagePath, packageRoot, readPackageText } from '../index.ts'

/** A regular expression as it stands in the program; one that is made there has no pattern to read. */
export interface Found {
  readonly path: string
  /** The literal, or the call that makes one. */
  readonly source: string
  readonly isMade: boolean
}

const shipped =
  /^(api|cli|client|dashboards|foundation|ingest|jurisdictions|statistics|warehouse)\/|^docs\/site\/search\.js$/
const notShipped = /\/testing\/|\.(test|long|clickhouse)\.ts$|\.config\.ts$/

/** All regular expressions in what is shipped. */
export function programPatterns(): readonly Found[] {
  const words = ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx', '*.js', '*.mjs']
  const files = execFileSync('git', words, { cwd: packageRoot, encoding: 'utf8' }).trim().split('\n')
  return files.filter((path) => shipped.test(path) && !notShipped.test(path)).flatMap(patternsIn)
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly regex?: unknown
  readonly callee?: { readonly name?: string; readonly property?: { readonly name?: string } }
  readonly arguments?: readonly { readonly type: string; readonly value?: unknown }[]
}

function patternsIn(path: string): readonly Found[] {
  const text = readPackageText(path)
  const { program, errors } = parseSync(packagePath(path), text)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed`)
  const found: Found[] = []
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    const node = value as Node
    const source = () => text.slice(node.start, node.end)
    if (node.regex !== undefined) found.push({ path, source: source(), isMade: false })
    else if (makesOne(node)) found.push({ path, source: source(), isMade: true })
    for (const part of Object.values(value)) visit(part)
  }
  visit(program)
  return found
}

/** `RegExp(…)`, and methods that make one of a text. */
function makesOne({ type, callee, arguments: given }: Node): boolean {
  if (type !== 'NewExpression' && type !== 'CallExpression') return false
  if (callee?.name === 'RegExp') return true
  const isText = given?.length === 1 && typeof given[0]?.value === 'string'
  return isText && ['match', 'matchAll', 'search'].includes(callee?.property?.name ?? '')
}
