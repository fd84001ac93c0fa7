import { parseDocument, visit } from 'yaml'

/** A file in which one word is misspelled. */
export interface Misspelling {
  readonly word: string
  readonly wrong: string
  readonly line: number
  /** The keys that lead to it, and `key` where it is a key itself. */
  readonly where: string
  /** The whole file with it. */
  readonly text: string
}

const languages = ['ky', 'ru', 'en']

/** Every way to misspell one word of a YAML file, but for the words that people read. */
export function misspellings(text: string): readonly Misspelling[] {
  const found: Misspelling[] = []
  visit(parseDocument(text), {
    Scalar: (at, node, path) => {
      const keys = path.flatMap((one) => (keyOf(one) === undefined ? [] : [String(keyOf(one))]))
      const [from, to] = node.range ?? [0, 0]
      const isText = at === 'value' && languages.includes(keys.at(-1) ?? '')
      if (isText) return
      const where = at === 'key' ? [...keys, String(node.value), 'key'].join('.') : keys.join('.')
      for (const token of text.slice(from, to).matchAll(/[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/gu)) {
        const start = from + token.index
        found.push(misspelled(text, start, token[0], where))
      }
    },
  })
  return found
}

/** A text in which the word at a place is misspelled. */
export function misspelled(text: string, at: number, word: string, where: string): Misspelling {
  const wrong = `${word.slice(0, 1)}q${word.slice(1)}`
  const line = text.slice(0, at).split('\n').length
  return { word, wrong, line, where, text: text.slice(0, at) + wrong + text.slice(at + word.length) }
}

function keyOf(node: unknown): unknown {
  return (node as { key?: { value?: unknown } } | null)?.key?.value
}
