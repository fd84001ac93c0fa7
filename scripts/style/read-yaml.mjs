// The texts of YAML files that people read.
import { LineCounter, parseDocument, visit } from 'yaml'

const languages = ['en', 'ru', 'ky']

/** Texts of pages: one language a file, one message a key. */
export function readPageTexts(source, language) {
  return stringsIn(source).map(({ key, line, text }) => ({ line, text, place: key, language, isMessage: true }))
}

/** Every place that has a text in each language, such as the label of a measure. */
export function readLocalizedTexts(source) {
  return stringsIn(source)
    .filter(({ key, others }) => languages.includes(key) && others.includes('en'))
    .map(({ key, group, line, text }) => ({ line, text, language: key, group }))
}

function stringsIn(source) {
  const counter = new LineCounter()
  const found = []
  visit(parseDocument(source, { lineCounter: counter }), {
    Pair(_, { key, value }, path) {
      if (typeof value?.value !== 'string') return
      const map = path.at(-1)
      const others = map.items.map((item) => item.key.value)
      const { line } = counter.linePos(key.range[0])
      found.push({ key: key.value, others, group: map, line, text: value.value })
    },
  })
  return found
}
