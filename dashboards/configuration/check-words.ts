import { languages } from '#jurisdictions'
import { narrowingOf, wordNames } from '../boards/panel-words.ts'
import { placeholdersIn } from '../boards/placeholders.ts'
import type { PanelCheck } from './panel-check.ts'

/** Adds words in braces that a panel does not have. */
export function checkWordNames({ check, keys, panel }: PanelCheck): void {
  const allowed = wordNames(panel)
  for (const part of ['title', 'description'] as const)
    for (const language of languages) {
      const [where, text] = [[...keys, part, language], panel[part][language]]
      for (const name of placeholdersIn(text)) check.isKnown(where, name, 'word of the panel', allowed)
      const isBroken = text.replaceAll(/\{[^{}]*\}/g, '').match(/[{}]/) !== null
      check.require(!isBroken, where, 'a word of the catalog is written as {measure}')
    }
}

/**
 * Adds what the title and the text of a panel do not say of its question: the measure, and what narrows it for good. Both
 * come from the catalog, so that a title cannot say something else than what is shown.
 */
export function checkWords({ check, keys, panel, board, catalog }: PanelCheck): void {
  for (const language of languages) {
    const where = [...keys, 'title', language]
    const [title, about] = [placeholdersIn(panel.title[language]), placeholdersIn(panel.description[language])]
    const said = [...title, ...about]
    // The first page has short titles, and a method its own.
    const names = panel.method === undefined && !board.first ? title : said
    // One of several findings may be of another measure than the question.
    if (panel.result === undefined)
      check.require(names.includes('measure'), where, 'the title names the measure as {measure}')
    for (const name of narrowingOf(panel))
      check.require(said.includes(name), where, `title or text name what it is narrowed to as {${name}}`)
    if (said.includes('formula')) check.require(hasFormula(panel, catalog), where, 'this measure has no {formula}')
  }
}

function hasFormula({ dataset, query: ask }: PanelCheck['panel'], { datasets }: PanelCheck['catalog']): boolean {
  return datasets.get(dataset)?.measures.get(ask['measure'] ?? '')?.formula !== undefined
}
