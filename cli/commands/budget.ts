import { nearest, Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import {
  Budgets,
  type BudgetUse,
  budgetReport,
  buildCatalog,
  personOf,
  requireJurisdiction,
  snapshotShelf,
  TableLedger,
  usualBudgets,
} from '#warehouse'
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
  terminal.out(json ? `${JSON.stringify(uses, null, 2)}\n` : budgetText(uses))
  return exitCodes.done
}

/** `taraza budget raise`: the promises of analysts' figures hold no longer for this person. */
export function budgetRaiseCommand(
  who: string,
  { to, by, newcomer = false }: { readonly to: string; readonly by: string; readonly newcomer?: boolean },
  { TARAZA_HOME: home }: Configuration,
  terminal: Terminal,
): number {
  if (by.trim() === '')
    throw new Refusal('BAD_PARAMETER', 'A named person raises a budget: --by NAME.', { parameter: 'by' })
  const known = new TableLedger(home, true).everybody()
  if (!newcomer && !known.includes(personOf(who))) throw unknownName(who, known)
  const budgets = new Budgets(home)
  budgets.raise(who, Number(to), by, new Date())
  terminal.out(`The budget of ${who} is ${to} now, by leave of ${by}.\n${commonText(who, budgets)}`)
  return exitCodes.done
}

function budgetText(uses: readonly BudgetUse[]): string {
  const isNobody = uses.every(({ tables }) => tables === 0)
  const nobody =
    'Nobody was told a table of small cells so far. Other tables use no budget, so who asked for them is not listed.\n'
  return `${uses.map((use) => `${lineOf(use)}\n`).join('')}${isNobody ? nobody : ''}`
}

/** What all analysts together were told binds, too, and how much of it a raised budget lets this person have. */
function commonText(who: string, budgets: Budgets): string {
  const { common } = budgets.of(who)
  const raised = common > usualBudgets.common ? `, instead of ${usualBudgets.common}` : ''
  return `The common budget binds, too: for questions of ${who} it is ${common}${raised}. Answers to others count in it.\n`
}

/** A name that was mistyped would raise the common budget for nobody. */
function unknownName(who: string, known: readonly string[]): Refusal {
  const advice = `Nobody named ${who} was told a table of small cells so far. Write the name as "taraza budget list" has it, or add --newcomer for somebody who has not asked yet.`
  return new Refusal('UNKNOWN_NAME', `${advice}${nearest(who, known)}`, { parameter: 'who', allowed: known })
}

function lineOf({ who, tables, used, budget, raisedBy }: BudgetUse): string {
  const name = (who ?? 'all together').padEnd(32)
  return `${name} ${String(tables).padStart(4)} tables, ${used} of ${budget}${raisedBy === null ? '' : `, raised by ${raisedBy}`}`
}
