import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { Budgets, type BudgetUse, budgetReport, buildCatalog, requireJurisdiction, snapshotShelf } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { exitCodes, type Terminal } from '../output.ts'

/** `taraza budget list`: what analysts were told of small cells, and how far their budgets are used. */
export function budgetListCommand(
  { json }: { readonly json?: boolean },
  { TARAZA_HOME: home }: Configuration,
  terminal: Terminal,
): number {
  const catalog = buildCatalog(loadJurisdiction(requireJurisdiction(home, undefined)))
  const uses = budgetReport(home, catalog, snapshotShelf(home).find(undefined).edition)
  terminal.out(json ? `${JSON.stringify(uses, null, 2)}\n` : uses.map((use) => `${lineOf(use)}\n`).join(''))
  return exitCodes.done
}

/** `taraza budget raise`: the promises of analysts' figures hold no longer for this person. */
export function budgetRaiseCommand(
  who: string,
  { to, by }: { readonly to: string; readonly by: string },
  { TARAZA_HOME: home }: Configuration,
  terminal: Terminal,
): number {
  if (by.trim() === '')
    throw new Refusal('BAD_PARAMETER', 'A named person raises a budget: --by NAME.', { parameter: 'by' })
  new Budgets(home).raise(who, Number(to), by, new Date())
  terminal.out(`The budget of ${who} is ${to} now, by leave of ${by}.\n`)
  return exitCodes.done
}

function lineOf({ who, tables, used, budget, raisedBy }: BudgetUse): string {
  const name = (who ?? 'all together').padEnd(32)
  return `${name} ${String(tables).padStart(4)} tables, ${used} of ${budget}${raisedBy === null ? '' : `, raised by ${raisedBy}`}`
}
