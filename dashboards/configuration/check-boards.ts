import { type Fault, FileCheck } from '#foundation'
import { languages } from '#jurisdictions'
import { type BoardFile, type BoardFiles, type BoardParameter, boardName } from '../boards/board.ts'
import { placeholdersIn, reserved } from '../boards/placeholders.ts'
import { checkHeadlines, checkWays } from './check-first-page.ts'
import { checkPanel } from './check-panel.ts'
import { checkBraces } from './check-where.ts'
import type { NameLookup } from './panel-check.ts'

/** What is in the address of a board beside filters and inputs. */
const parametersOfPages = ['period', 'lang', 'level']

/**
 * Adds what is wrong with boards: every name, code, placeholder and option of a panel is looked up, and its question is
 * planned.
 */
export function checkBoards(
  { files, names: boards }: Pick<BoardFiles, 'files' | 'names'>,
  judging: NameLookup,
  faults: Fault[],
): void {
  for (const file of files) {
    const [first] = files.filter(({ value }) => value.first)
    const check = new FileCheck(file, faults)
    const board = file.value
    check.require(!board.first || file === first, ['first'], 'another board is the first page already')
    checkPanels(check, file, judging)
    checkFilters(check, board, judging)
    checkWays(check, board, boards)
    checkHeadlines(check, board, judging)
    for (const [at, input] of board.parameters.entries()) checkInput(check, at, input, board)
  }
}

function checkPanels(check: FileCheck, file: BoardFiles['files'][number], judging: NameLookup): void {
  const names = file.value.panels.map(({ name }) => name)
  for (const [at, panel] of file.value.panels.entries()) {
    const message = `the panel "${panel.name}" of ${boardName(file)} stands twice`
    check.require(names.indexOf(panel.name) === at, ['panels', at, 'name'], message)
    checkPanel({ check, keys: ['panels', at], panel, board: file.value, ...judging })
  }
}

function checkFilters(
  check: FileCheck,
  { filters, filter_labels: words, panels, title }: BoardFile,
  { catalog: { datasets }, unsound }: NameLookup,
): void {
  if (panels.some(({ dataset }) => unsound.has(dataset))) return
  const dimensions = panels.flatMap(({ dataset }) => [...(datasets.get(dataset)?.dimensions.values() ?? [])])
  const names = dimensions.filter(({ grain }) => grain === undefined).map(({ name }) => name)
  for (const [at, filter] of filters.entries())
    check.isKnown(['filters', at], filter, 'dimension of the panels to filter by', names)
  for (const name of Object.keys(words)) check.isKnown(['filter_labels', name], name, 'filter', filters)
  for (const language of languages) checkBraces(check, ['title', language], title[language], ['place'])
}

function checkInput(check: FileCheck, at: number, input: BoardParameter, { panels, filters }: BoardFile): void {
  const { name, min, max, default: initial, step } = input
  const used = panels.flatMap(({ query }) => Object.values(query).flatMap(placeholdersIn))
  check.isKnown(['parameters', at, 'name'], name, 'placeholder in a question for the parameter', used)
  const taken = [...reserved, ...parametersOfPages, ...filters]
  check.require(!taken.includes(name), ['parameters', at, 'name'], `"${name}" means something else on a page`)
  check.require(min <= initial && initial <= max, ['parameters', at, 'default'], 'lies between "min" and "max"')
  check.require(step > 0, ['parameters', at, 'step'], 'is more than 0')
}
