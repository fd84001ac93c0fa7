import { type Fault, FileCheck, type YamlFile } from '#foundation'
import { type BoardFile, boardName, chartName } from '../boards/board.ts'
import type { PackContent } from '../pack/pack-content.ts'
import type { NameLookup } from './panel-check.ts'

/** Adds what is wrong with the file of the pack: panels, measures, dimensions and codes that there are not. */
export function checkPack(
  file: YamlFile<PackContent>,
  boards: readonly YamlFile<BoardFile>[],
  { catalog: { datasets }, unsound }: NameLookup,
  faults: Fault[],
): void {
  const check = new FileCheck(file, faults)
  const panels = boards.flatMap((board) =>
    board.value.panels.map((panel) => chartName({ ...board.value, name: boardName(board) }, panel)),
  )
  for (const [at, section] of file.value.sections.entries()) {
    for (const [place, name] of section.panels.entries())
      check.isKnown(['sections', at, 'panels', place], name, 'panel of a page', panels)
    const isEmpty = section.panels.length === 0 && section.part === undefined
    check.require(!isEmpty, ['sections', at], 'a section has panels or a part')
  }
  for (const [at, { dataset: name, measure, where }] of file.value.key_figures.entries()) {
    if (unsound.has(name)) continue
    const dataset = datasets.get(name)
    if (!check.isKnown(['key_figures', at, 'dataset'], name, 'dataset', datasets.keys()) || dataset === undefined)
      continue
    const { measures } = dataset
    check.isKnown(['key_figures', at, 'measure'], measure, `measure of ${name}`, measures.keys())
    const allowed = measures.get(measure)?.dimensions
    for (const [dimension, code] of Object.entries(where)) {
      const keys = ['key_figures', at, 'where', dimension]
      if (allowed === undefined || !check.isKnown(keys, dimension, `dimension of ${measure}`, allowed)) continue
      const codes = (dataset.dimensions.get(dimension)?.codes ?? []).map((known) => known.code)
      if (codes.length > 0) check.isKnown(keys, code, `code of ${dimension}`, codes)
    }
  }
}
