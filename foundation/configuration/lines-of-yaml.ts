import { createRequire } from 'node:module'
import type * as Yaml from 'yaml'
import { syntaxInPlainWords } from './plain-words.ts'

/** The way to a part of a document: keys of its maps and places in its lists, the outermost first. */
export type Keys = readonly PropertyKey[]

const loadYaml = (): typeof Yaml => createRequire(import.meta.url)('yaml')

/** A text in YAML with the lines of its parts, and what is wrong with its syntax. */
export class LinesOfYaml {
  readonly value: unknown
  readonly faults: readonly { readonly line: number; readonly message: string }[]
  readonly #yaml = loadYaml()
  readonly #lines = new this.#yaml.LineCounter()
  readonly #document: Yaml.Document.Parsed

  constructor(text: string) {
    this.#document = this.#yaml.parseDocument(text, { lineCounter: this.#lines })
    const faultAt = (offset: number, code: string) => ({
      line: this.#lineAt(offset),
      message: syntaxInPlainWords(code),
    })
    const faults = this.#document.errors.map(({ pos, code }) => faultAt(pos[0], code))
    try {
      this.value = faults.length > 0 ? undefined : this.#document.toJS()
    } catch (error) {
      // The parser throws it for a part that stands for nothing, and for those that stand for too much.
      if (!(error instanceof ReferenceError)) throw error
      faults.push(faultAt(this.#firstAlias(), 'BAD_ALIAS'))
    }
    this.faults = faults
  }

  /** The line of the innermost part on the way that exists. */
  lineOf(keys: Keys): number {
    let [node, line]: [unknown, number] = [this.#document.contents, 1]
    for (const key of keys) {
      const next = this.#step(node, key)
      if (next === undefined) break
      node = next.node
      line = next.line
    }
    return line
  }

  #firstAlias(): number {
    let offset: number | undefined
    this.#yaml.visit(this.#document, {
      Alias: (_, { range }) => {
        offset = range?.[0] ?? 0
        return this.#yaml.visit.BREAK
      },
    })
    return offset ?? 0
  }

  #step(parent: unknown, key: PropertyKey): { readonly node: unknown; readonly line: number } | undefined {
    const { isMap, isSeq, isScalar, isNode } = this.#yaml
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      if (pair === undefined || !isScalar(pair.key)) return undefined
      return { node: pair.value, line: this.#lineAt(pair.key.range?.[0] ?? 0) }
    }
    const item = isSeq(parent) ? parent.items[Number(key)] : undefined
    return isNode(item) ? { node: item, line: this.#lineAt(item.range?.[0] ?? 0) } : undefined
  }

  #lineAt(offset: number): number {
    return this.#lines.linePos(offset).line
  }
}
