import type { PageAvailability } from '#dashboards'
import { printable } from '#foundation'
import type { MeasureAvailability } from '#warehouse'
import type { WholeJurisdiction } from '../check/read-whole-jurisdiction.ts'
import { counted } from './counted.ts'

interface Availability extends WholeJurisdiction {
  readonly jurisdiction: string
  readonly measures: readonly MeasureAvailability[]
  /** Cubes that are counted and that nobody publishes. */
  readonly notPublic: readonly string[]
  readonly pages: readonly PageAvailability[]
}

/** What the files of a jurisdiction give: measures and pages, and what the others need. */
export function availabilityText(found: Availability): string {
  const { jurisdiction, contracts, lists, crosswalks, notes, measures, notPublic, pages } = found
  const files = `${counted(contracts, 'contract')}, ${counted(lists, 'list')}, ${counted(crosswalks, 'crosswalk')}`
  const outdated = notes.map(({ file, line, message }) => `${printable(file)}:${line}: ${message}`)
  const available = measures.filter(({ isAvailable }) => isAvailable).length
  const names = measures.map(({ dataset, measure }) => `${dataset}.${measure}`)
  const width = Math.max(...names.map(({ length }) => length))
  return [
    ...outdated,
    `Nothing is wrong in the files of ${printable(jurisdiction)}: ${files}.`,
    '',
    `Measures: ${available} of ${measures.length} can be counted.`,
    ...measures.map((measure, index) => `  ${(names[index] ?? '').padEnd(width)}  ${measureText(measure)}`),
    '',
    ...(notPublic.length === 0
      ? []
      : [`Not public, for disclosure.yaml does not name them: ${notPublic.join(', ')}.`, '']),
    `Pages: ${pages.filter(({ isShown }) => isShown).length} of ${pages.length} are shown.`,
    ...pages.flatMap(pageText),
    '',
  ].join('\n')
}

function measureText({ isAvailable, registers, columns }: MeasureAvailability): string {
  if (isAvailable) return 'available'
  if (registers.length > 0) return `needs a contract of ${registers.join(', ')}`
  if (columns.length > 0) return `needs ${columns.map(({ register, column }) => `${register}.${column}`).join(', ')}`
  return 'needs the codes that it counts'
}

function pageText({ page, title, isShown, isComposed, panels }: PageAvailability): readonly string[] {
  const lacking = panels.filter(({ lacks }) => lacks.length > 0)
  const shown = isComposed
    ? 'shown, with panels of other pages'
    : `shown, ${panels.length - lacking.length} of ${panels.length} panels`
  return [
    `  ${page} (${title.en}): ${isShown ? shown : 'not shown'}`,
    ...lacking.map(({ panel, lacks }) => `    without ${panel}: needs ${lacks.join(', ')}`),
  ]
}
