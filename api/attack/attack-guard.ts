import { datasetNamed, monthsCovered, periodName } from '#warehouse'
import type { Service } from '../service/service.ts'
import { AnalystAttacker } from './analyst-attacker.ts'
import { askEveryTable, askEveryWindow } from './ways.ts'

/** What one attack on the guard of analysts came to. */
export interface GuardAttack {
  readonly people: number
  readonly questions: number
  /** Cells that stand for one to four persons. */
  readonly small: number
  readonly exact: number
  /** The share that is promised at most. */
  readonly limit: number
}

const promised = [
  [1, 0.15],
  [5, 0.2],
] as const
const months = 12

/**
 * Attacks the guard of analysts in the last months that are covered: every table of court, sex and age, and every window, solved by
 * least squares, once by one analyst and once by five. An officer's answers tell what was right.
 *
 * @param begin - a service that has told nothing yet and forgets what it tells
 * @returns none where figures are not told by month, court, sex and age
 */
export async function attackGuard(begin: () => Service<'analyst' | 'officer'>): Promise<readonly GuardAttack[]> {
  const results: GuardAttack[] = []
  for (const [people, limit] of promised) {
    const service = begin()
    try {
      const last = lastMonth(service)
      if (last !== undefined) results.push({ people, limit, ...(await attackBy(people, last, service)) })
    } finally {
      await service.close()
    }
  }
  return results
}

async function attackBy(people: number, last: number, service: Service<'analyst' | 'officer'>) {
  const range = { first: last - months + 1, last }
  const { jurisdiction: calendar } = service.catalog
  const period = { from: periodName(range.first, 'month', calendar), to: periodName(range.last, 'month', calendar) }
  const cells = ['court', 'sex', 'age_band']
  const attacker = new AnalystAttacker(service, cells, range)
  const who = (at: number) => `attacker ${at % people}`
  await askEveryTable(attacker, ['region', ...cells], period, who)
  await askEveryWindow(attacker, 'court,age_band', range, who)
  const judged = []
  for (const by of [cells, ['court', 'age_band']])
    for (const time of ['month', 'quarter']) judged.push(await attacker.judge([...by, time], period))
  const small = judged.reduce((sum, one) => sum + one.small, 0)
  const exact = Math.round(judged.reduce((sum, one) => sum + one.small * one.exact, 0))
  return { questions: attacker.answered + attacker.refused, small, exact }
}

function lastMonth({ catalog, pin }: Service<'analyst' | 'officer'>): number | undefined {
  const { dimensions, measures } = datasetNamed('sentences', catalog)
  const hasCells = ['month', 'court', 'sex', 'age_band'].every((name) => dimensions.has(name))
  const cube = measures.get('persons')?.cube
  return hasCells && cube !== undefined
    ? monthsCovered(cube, pin('analyst').edition.coverages, catalog.jurisdiction)?.last
    : undefined
}
