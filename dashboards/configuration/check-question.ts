import { methodNamed, readMethodQuestion } from '#api'
import { Refusal } from '#foundation'
import { type Dataset, parseQuestion, requireAnswerable } from '#warehouse'
import { filled } from '../boards/placeholders.ts'
import type { PanelCheck } from './panel-check.ts'

/** Whatever the base year of a jurisdiction is, it lies after the one and before the other. */
const [early, late] = ['1900', '2200']

/** Adds why the question of a panel could never be answered: its names are known, but they do not fit together. */
export function checkQuestion(dataset: Dataset, about: PanelCheck): void {
  const { check, keys, panel, board, catalog } = about
  const isOfOtherPage =
    panel.query['event'] !== undefined && !catalog.lawChanges.some(({ code }) => code === panel.query['event'])
  // An event of the laws of another jurisdiction cannot be asked here, and the panel is not offered here.
  if (isOfOtherPage) return
  const isOfGrain = board.grains && (panel.query['by'] ?? '').includes('{grain}')
  for (const grain of isOfGrain ? ['year', 'quarter'] : ['year']) {
    const inputs = Object.fromEntries(board.parameters.map(({ name, default: initial }) => [name, String(initial)]))
    const values = { grain, year: late, base: early, ...inputs }
    const parameters = Object.fromEntries(Object.entries(panel.query).map(([key, text]) => [key, filled(text, values)]))
    try {
      requireAnswerable(questionOf(parameters, dataset, about), catalog)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { parameter = '', allowed = [] } = error.place
      const own = panel.query[parameter]
      const where = own === undefined ? [...keys, 'query'] : [...keys, 'query', parameter]
      const isOneName = ['BAD_PARAMETER', 'UNKNOWN_CODE'].includes(error.code) && allowed.length > 0
      if (own === undefined || !isOneName || check.isKnown(where, own, 'value', allowed))
        check.fault(where, error.message)
      return
    }
  }
}

function questionOf(parameters: Readonly<Record<string, string>>, dataset: Dataset, { panel, catalog }: PanelCheck) {
  const { method } = panel
  return method === undefined
    ? parseQuestion(parameters, dataset)
    : readMethodQuestion(methodNamed(method), dataset.name, parameters, catalog).question
}
