import { refusalWords } from '../texts/refusal-words.ts'
import type { BoardContext, LoadedPanel } from './board-context.ts'

/** Why a panel shows nothing, or says nothing of its growth, in the language of the page. */
export function reasonsOf({ panel, refused, trendRefused }: LoadedPanel, context: BoardContext): readonly string[] {
  const dataset = context.service.catalog.datasets.get(panel.dataset)
  return [
    ...(refused === undefined ? [] : [refusalWords(refused, dataset, context)]),
    ...(trendRefused === undefined
      ? []
      : [context.t('trend_refused', { why: refusalWords(trendRefused, dataset, context) })]),
  ]
}
