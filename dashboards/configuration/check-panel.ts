import { methods } from '#api'
import { type Dataset, questionParameters } from '#warehouse'
import { filled, listedNames, placeholdersIn, reserved } from '../boards/placeholders.ts'
import { findingDrawings } from '../panels/findings/index.ts'
import { checkQuestion } from './check-question.ts'
import { checkShape } from './check-shape.ts'
import { checkBraces, checkWhere } from './check-where.ts'
import { checkWordNames, checkWords } from './check-words.ts'
import type { PanelCheck } from './panel-check.ts'

/** Adds what is wrong with a panel. Whether its parts fit together is judged when each of them is sound. */
export function checkPanel(about: PanelCheck): void {
  const { check, keys, panel, catalog, unsound } = about
  const before = check.found
  checkPlaceholders(about)
  checkWordNames(about)
  const isMethod = checkMethod(about)
  if (unsound.has(panel.dataset)) return
  const { datasets } = catalog
  const dataset = datasets.get(panel.dataset)
  if (!check.isKnown([...keys, 'dataset'], panel.dataset, 'dataset', datasets.keys()) || dataset === undefined) return
  if (isMethod) checkNames(dataset, about)
  checkBeside(dataset, about)
  for (const [at, { where }] of panel.series.entries())
    checkWhere(check, [...keys, 'series', at, 'where'], where, dataset, panel.query['measure'] ?? '')
  if (check.found > before) return
  checkQuestion(dataset, about)
  if (check.found === before) checkShape(dataset, about)
  if (check.found === before) checkWords(about)
}

function checkPlaceholders({ check, keys, panel, board }: PanelCheck): void {
  const inputs = board.parameters.map(({ name }) => name)
  for (const [key, text] of Object.entries(panel.query)) {
    // The grain is one of the dimensions; elsewhere it would be no period.
    const known = [...reserved.filter((name) => name !== 'grain' || key === 'by'), ...inputs]
    checkBraces(check, [...keys, 'query', key], text, known)
  }
}

/** Whether the method is known, or there is none. */
function checkMethod({ check, keys, panel: { method, result: show } }: PanelCheck): boolean {
  const shows = Object.keys(findingDrawings[method ?? '']?.shows ?? {})
  if (method !== undefined && !check.isKnown([...keys, 'method'], method, 'method', Object.keys(findingDrawings)))
    return false
  if (show !== undefined) check.isKnown([...keys, 'result'], show, 'result', shows)
  return true
}

/** The names in a question, whatever the reader chooses. */
function checkNames(
  { measures, dimensions, name }: Dataset,
  { check, keys, panel, catalog, events }: PanelCheck,
): void {
  const options = Object.keys(methods.find((method) => method.name === panel.method)?.options?.shape ?? {})
  const allowed = [...questionParameters, ...dimensions.keys(), ...options]
  const ask = (key: string) => [...keys, 'query', key]
  check.require(panel.query['measure'] !== undefined, [...keys, 'query'], 'a question needs a measure')
  for (const [key, text] of Object.entries(panel.query)) {
    if (!check.isKnown(ask(key), key, `parameter of ${panel.method ?? 'questions'}`, allowed)) continue
    const parts = listedNames(filled(text, sampleOf(text)))
    if (key === 'measure')
      for (const part of parts) check.isKnown(ask(key), part, `measure of ${name}`, measures.keys())
    if (key === 'by') for (const part of parts) check.isKnown(ask(key), part, `dimension of ${name}`, dimensions.keys())
    const isOwn = catalog.lawChanges.some(({ code }) => code === text)
    if (key === 'event' && !isOwn) check.isKnown(ask(key), text, 'event', events())
    const codes = (dimensions.get(key)?.codes ?? []).map(({ code }) => code)
    if (!options.includes(key) && codes.length > 0)
      for (const part of parts) check.isKnown(ask(key), part, `code of ${key}`, codes)
  }
}

/** What stands beside the question: growth in words, a finer dimension, the figure that is drawn. */
function checkBeside({ measures, dimensions, name }: Dataset, { check, keys, panel }: PanelCheck): void {
  const { trend, drill_down: drill, value: figure, query: ask, method } = panel
  if (trend !== undefined && check.isKnown([...keys, 'trend'], trend, `measure of ${name}`, measures.keys())) {
    check.require('count' in (measures.get(trend)?.form ?? {}), [...keys, 'trend'], 'growth is told of counts')
    check.require(method === undefined, [...keys, 'trend'], 'growth is told beside plain figures, not beside a method')
  }
  const below = [...dimensions.values()].filter(({ above }) => above !== undefined && above === ask['by'])
  if (drill !== undefined)
    check.isKnown(
      [...keys, 'drill_down'],
      drill,
      `dimension below ${ask['by']}`,
      below.map((one) => one.name),
    )
  const isCompared = ask['compare'] !== undefined || ask['base'] !== undefined
  if (figure === 'change')
    check.require(isCompared && method === undefined, [...keys, 'value'], 'a change needs "compare" in the question')
}

/** Values for all placeholders of a text, good enough to look at the names around them. */
function sampleOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(placeholdersIn(text).map((name) => [name, name === 'grain' ? 'year' : '']))
}
