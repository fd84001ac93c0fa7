import { type Language, languages, type Text } from '#jurisdictions'
import { type Catalog, type Dataset, questionParameters } from '#warehouse'
import type { BoardPanel } from './board.ts'
import { filled, listedNames, placeholdersIn } from './placeholders.ts'

/** Words that every panel may have in its title and text: what it measures, and what is divided by what. */
const ofTheMeasure = ['measure', 'formula'] as const

/** The parts of a question that narrow it for good, by name: a reader has to be told them. */
export function narrowingOf({ query }: Pick<BoardPanel, 'query'>): readonly string[] {
  const isConstant = ([name, text]: readonly [string, string]) =>
    !questionParameters.includes(name) && placeholdersIn(text).length === 0
  return Object.entries(query)
    .filter(isConstant)
    .map(([name]) => name)
}

/** The names that may stand in braces in the title and the text of a panel. */
export function wordNames(panel: Pick<BoardPanel, 'query'>): readonly string[] {
  return [...ofTheMeasure, ...yearsIn(panel), ...narrowingOf(panel)]
}

/** The years that a question names; what they are is known when the reader has chosen. */
function yearsIn({ query }: Pick<BoardPanel, 'query'>): readonly string[] {
  return ['base', 'year'].filter((name) => Object.values(query).some((text) => placeholdersIn(text).includes(name)))
}

/** A panel with the words of the catalog in its title and its text. @throws Error for a name that has no words: boards are checked */
export function worded(panel: BoardPanel, catalog: Catalog): BoardPanel {
  const dataset = catalog.datasets.get(panel.dataset)
  if (dataset === undefined) return panel
  const texts = [panel.title, panel.description]
  if (texts.every((text) => languages.every((language) => placeholdersIn(text[language]).length === 0))) return panel
  const words = wordsOf(panel, dataset, catalog)
  const written = (text: Text) => inAll((language) => sentence(text[language], words, language))
  return { ...panel, title: written(panel.title), description: written(panel.description) }
}

function wordsOf(panel: BoardPanel, dataset: Dataset, { lawChanges }: Catalog): ReadonlyMap<string, readonly Text[]> {
  const measures = listedNames(panel.query['measure'] ?? '').flatMap((name) => dataset.measures.get(name) ?? [])
  const narrowed = narrowingOf(panel).map((name) => {
    const codes = listedNames(panel.query[name] ?? '')
    const event = lawChanges.find(({ code }) => code === panel.query[name])
    // An option of a method names a code of one of the dimensions that it asks by.
    const by = dataset.dimensions.has(name) ? [name] : listedNames(panel.query['by'] ?? '')
    const known = by.flatMap((dimension) => dataset.dimensions.get(dimension)?.codes ?? [])
    const labels = codes.flatMap((code) => known.find((one) => one.code === code)?.label ?? [])
    return [name, event === undefined ? labels.map(lowered) : [event.title]] as const
  })
  return new Map([
    ...yearsIn(panel).map((name): [string, Text[]] => [name, [inAll(() => `{${name}}`)]]),
    ['measure', measures.map(({ label }) => lowered(label))],
    ['formula', measures.flatMap(({ formula }) => formula ?? [])],
    ...narrowed,
  ])
}

/** Labels begin with a capital letter of their own only where a sentence begins. */
function sentence(text: string, words: ReadonlyMap<string, readonly Text[]>, language: Language): string {
  const values = placeholdersIn(text).map((name) => {
    const labels = words.get(name) ?? []
    const joined = labels.map((label) => label[language]).join(', ')
    return [name, joined === '' ? undefined : joined] as const
  })
  const known = values.filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
  return filled(text, Object.fromEntries(known)).replace(/(^|\. )(\p{Ll})/gu, (all) => all.toUpperCase())
}

/** An abbreviation keeps its capital letters. */
function lowered(label: Text): Text {
  return inAll((language) => {
    const text = label[language]
    return /^\p{Lu}(\p{Ll}| )/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
  })
}

/** A text that is written in every language. */
export function inAll(write: (language: Language) => string): Text {
  return Object.fromEntries(languages.map((language) => [language, write(language)])) as Record<Language, string>
}
