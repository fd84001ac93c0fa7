import type { Text } from '#jurisdictions'
import { periodLabel } from '#warehouse'
import type { BoardPanel } from '../boards/board.ts'
import { filtersFor } from '../boards/board-choice.ts'
import { inAll } from '../boards/panel-words.ts'
import { filled } from '../boards/placeholders.ts'
import type { BoardContext, LoadedPanel } from './board-context.ts'
import { loadAnswer } from './load-answer.ts'
import { loadFindings } from './load-findings.ts'
import { questionOf, yearsOf } from './questions.ts'
import { isStateOfPanel } from './refusal-only.ts'

/** Loads a panel. What the grammar or protection refuses becomes the state of this panel, never of the page. */
export async function loadPanel(own: BoardPanel, context: BoardContext): Promise<LoadedPanel> {
  const { choice, service } = context
  const panel = withYears(own, context)
  const narrowed = filtersFor(panel, choice, service.catalog)
  const unfiltered = Object.keys(choice.filters).filter((name) => narrowed[name] === undefined)
  try {
    const parameters = { ...questionOf(panel, context), ...narrowed }
    const loaded =
      panel.method === undefined
        ? await loadAnswer(panel, parameters, context)
        : await loadFindings(panel, panel.method, parameters, context)
    return { panel, unfiltered, parameters, ...loaded }
  } catch (error) {
    if (!isStateOfPanel(error)) throw error
    service.log.info({ panel: panel.name, dataset: panel.dataset, code: error.code }, 'a panel has no answer')
    return { panel, unfiltered, sentences: [], refused: error }
  }
}

/** A panel that names the years that it compares. */
function withYears(panel: BoardPanel, context: BoardContext): BoardPanel {
  const { base, year } = yearsOf(context)
  const { jurisdiction: calendar } = context.service.catalog
  const values = { base: periodLabel(String(base), calendar), year: periodLabel(String(year), calendar) }
  const written = (text: Text) => inAll((language) => filled(text[language], values))
  return { ...panel, title: written(panel.title), description: written(panel.description) }
}
