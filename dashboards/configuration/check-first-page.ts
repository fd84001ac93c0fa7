import type { FileCheck } from '#foundation'
import type { BoardFile } from '../boards/board.ts'
import { messageKeys } from '../texts/messages.ts'
import { checkWhere } from './check-where.ts'
import type { NameLookup } from './panel-check.ts'

/** Adds what is wrong with what a board leads to: steps, the page for other levels. */
export function checkWays(check: FileCheck, { steps, levels, panels }: BoardFile, boards: readonly string[]): void {
  if (levels !== undefined) check.isKnown(['levels'], levels, 'board', boards)
  for (const [at, { panel, board }] of steps.entries()) {
    check.require((panel === undefined) !== (board === undefined), ['steps', at], 'leads to a panel or to a board')
    const names = panels.map(({ name }) => name)
    if (panel !== undefined) check.isKnown(['steps', at, 'panel'], panel, 'panel of this page', names)
    if (board !== undefined) check.isKnown(['steps', at, 'board'], board, 'board', boards)
  }
}

/** Adds what is wrong with the headlines of a board: their sentences are texts, the rest is looked up in the catalog. */
export function checkHeadlines(
  check: FileCheck,
  { headlines, years }: BoardFile,
  { catalog: { datasets }, unsound }: NameLookup,
): void {
  const texts = messageKeys('en')
  const sentences = texts.flatMap((key) => (key.startsWith('headline_') ? [key.slice('headline_'.length)] : []))
  check.require(headlines.length === 0 || years, ['headlines'], 'headlines compare two years: "years: true"')
  for (const [at, { name, dataset: own, measure, where, otherwise }] of headlines.entries()) {
    const keys = ['headlines', at]
    check.isKnown([...keys, 'name'], name, 'sentence in the texts', sentences)
    if (unsound.has(own)) continue
    const dataset = datasets.get(own)
    if (!check.isKnown([...keys, 'dataset'], own, 'dataset', datasets.keys()) || dataset === undefined) continue
    const names = dataset.measures.keys()
    if (check.isKnown([...keys, 'measure'], measure, `measure of ${own}`, names))
      checkWhere(check, [...keys, 'where'], where, dataset, measure)
    if (otherwise === undefined) continue
    const beside = [...keys, 'otherwise']
    check.isKnown([...beside, 'text'], otherwise.text, 'text', texts)
    if (check.isKnown([...beside, 'count'], otherwise.count, `measure of ${own}`, dataset.measures.keys()))
      checkWhere(check, [...beside, 'where'], otherwise.where, dataset, otherwise.count)
  }
}
