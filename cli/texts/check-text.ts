import { printable } from '#foundation'
import type { TrialReport, UnknownColumn } from '../check/trial-report.ts'
import { counted } from './counted.ts'
import { foundText } from './report-text.ts'

const decisions: Readonly<Record<TrialReport['decision'], string>> = {
  published: 'It would be published',
  published_with_note: 'It would be published, with notes',
  published_in_part: 'It would be published in part: without the registers that wait for refused files',
  nothing_new: 'Nothing new: the generation would stay as it is',
  blocked: 'It would be blocked: a limit is passed, and nothing would be published',
  refused: 'It would be refused: nothing would be published',
}

const bases: Readonly<Record<TrialReport['basis']['why'], string>> = {
  current: 'Tried against what this home holds',
  no_home: 'There is no home yet, so it was tried against an empty one',
  other_jurisdiction: 'The home is of another jurisdiction, so it was tried against an empty one',
  sample_home:
    'The home was begun with the sample: a nightly run on it would refuse this [SAMPLE_HOME]. So it was tried against an empty one',
}

/** What a trial found, for a terminal. */
export function trialText(report: TrialReport): string {
  const { deliveries, refusals, basis, decision, misnamed, notAvailable, unknownValues = [] } = report
  const nothing = deliveries.length + refusals.length === 0 ? ['No extract lies there.'] : []
  const quarantined = deliveries.reduce((sum, { account }) => sum + account.quarantined, 0)
  const left = quarantined > 0 && decision.startsWith('published') ? `. Rows set aside: ${quarantined}` : ''
  const generation = basis.generation === null ? '' : `, generation ${basis.generation}`
  const lines = [
    ...unknownValues.flatMap(columnText),
    ...notAvailable.map(absentText),
    ...misnamed.map(
      (file) => `${printable(file)}: no contract knows this name. A nightly run would refuse it [NO_CONTRACT]`,
    ),
    ...nothing,
    `${bases[basis.why]} (${printable(basis.home)}${generation}).`,
    `${decisions[decision]}${left}.`,
  ]
  return `${foundText(report)}${lines.map((line) => `${line}\n`).join('')}`
}

function absentText({ dataset, measure, missing }: TrialReport['notAvailable'][number]): string {
  const needed = missing.map(({ register, column }) => `${register}.${column}`)
  return `not available: ${dataset}.${measure}, which needs ${needed.join(', ')}`
}

/** The values of a column that are in no table, with what to add where. */
function columnText({ file, source, column, values, withheld }: UnknownColumn): readonly string[] {
  const [first] = values
  const width = Math.max(0, ...values.map(({ value }) => printable(value).length))
  const shown = values.map(
    ({ value, rows, add }) => `  ${printable(value).padEnd(width)}  ${counted(rows, 'row')}  add: ${printable(add)}`,
  )
  const others = `  others that are not shown, too long for a code or too rare: ${withheld.values}, in ${counted(withheld.rows, 'row')}`
  const where = first === undefined ? '' : `, to be added to ${printable(first.edit)}`
  return [
    `${printable(file)}: codes of column ${source} (${column}) that are in no table${where}:`,
    ...shown,
    ...(withheld.values === 0 ? [] : [others]),
  ]
}
