import type { NoteName } from '../catalog/note.ts'
import type { ColumnVector } from '../columns/typed-column.ts'
import type { Plan } from './plan/plan.ts'

interface Found {
  readonly incomplete: boolean
  readonly crossesBreak: boolean
  readonly reliability: ColumnVector | undefined
  readonly partlyKnown: boolean
  readonly tellsOfGroups: boolean
  readonly leftOut: boolean
}

/** What has to be said beside the figures of an answer. */
export function notesFor(
  plan: Plan,
  { incomplete, crossesBreak, reliability, partlyKnown, tellsOfGroups, leftOut }: Found,
): readonly NoteName[] {
  const { question, protection, cube, edition } = plan
  const isFound = (code: string) => reliability?.dictionary?.includes(code) ?? false
  const said: readonly (readonly [NoteName, boolean])[] = [
    [protection.note, true],
    ['tells_of_groups', tellsOfGroups],
    ['synthetic', edition.synthetic],
    ['provisional', isProvisional(plan)],
    ['gap', (edition.release?.gaps ?? []).some(({ register }) => cube.registers.some((known) => known === register))],
    ['banded', !protection.isExact && plan.measures.some(({ form }) => 'median' in form)],
    ['interval', question.interval !== undefined],
    ['census', cube.isCensus],
    ['incomplete', incomplete],
    ['break', crossesBreak],
    ['not_shown', isFound('not_shown')],
    ['partly_known', partlyKnown],
    ['unreliable', isFound('unreliable')],
    ['trimmed', plan.isTrimmed],
    ['coverage_unknown', plan.coverage === null],
    ['left_out', leftOut],
    [
      plan.isTrimmed && protection.absent === 'absent' ? 'absent_covered' : protection.absent,
      plan.coverage !== null && !leftOut,
    ],
  ]
  return said.flatMap(([name, isSaid]) => (isSaid ? [name] : []))
}

/** Figures of a release stay provisional until the yearly revision has passed over their quarter. */
function isProvisional({ edition, asked }: Plan): boolean {
  if (edition.release === undefined) return false
  const { finalThrough } = edition.release
  if (finalThrough === null) return true
  const [year = '0', quarter = '1'] = finalThrough.split('-Q')
  return asked.last > Number(year) * 12 + Number(quarter) * 3 - 1
}
