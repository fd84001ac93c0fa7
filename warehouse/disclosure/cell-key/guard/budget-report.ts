import { type Catalog, datasetNamed } from '../../../catalog/catalog.ts'
import type { Cube } from '../../../catalog/cube.ts'
import { monthsCovered } from '../../../cubes/define-cubes.ts'
import type { Edition } from '../../../editions/edition.ts'
import { type Judging, TableLedger } from './table-ledger.ts'

/** How far the budget of one person, or of all together, is used. */
export interface BudgetUse {
  /** `null` is all together. */
  readonly who: string | null
  /** Tables of small cells that were told. */
  readonly tables: number
  /** What is known at most of one of them through the others, as a part of what its direct answer tells. */
  readonly used: number
  readonly budget: number
  readonly raisedBy: string | null
}

/** The budgets of all who were told tables of small cells, or whose budget was raised, and the common one first. */
export function budgetReport(home: string, catalog: Catalog, edition: Edition): readonly BudgetUse[] {
  const ledger = new TableLedger(home, true)
  const raised = ledger.budgets.raised()
  const cubes = new Map([...catalog.datasets.keys()].flatMap((name) => cubesIn(name, catalog)))
  const judgingOf = (name: string): Judging | undefined => {
    const cube = cubes.get(name)
    const covered = cube && monthsCovered(cube, edition.coverages, catalog.jurisdiction)
    return cube && covered && { cube, covered }
  }
  const useOf = (who: string | undefined): BudgetUse => {
    const balances = [...ledger.balances(judgingOf, who).values()]
    const { own, common } = ledger.budgets.of(who ?? '')
    return {
      who: who ?? null,
      tables: balances.length,
      used: Math.round(Math.max(0, ...balances) * 1000) / 1000,
      budget: who === undefined ? common : own,
      raisedBy: who === undefined ? null : (raised[who]?.raisedBy ?? null),
    }
  }
  const people = [...new Set([...ledger.allRecipients(), ...Object.keys(raised)])].sort()
  return [useOf(undefined), ...people.map(useOf)]
}

function cubesIn(dataset: string, catalog: Catalog): readonly (readonly [string, Cube])[] {
  return [...datasetNamed(dataset, catalog).measures.values()].map(({ cube }) => [cube.name, cube] as const)
}
