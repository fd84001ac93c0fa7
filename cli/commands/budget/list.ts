import { loadJurisdiction } from '#jurisdictions'
import {
  type BudgetUse,
  budgetReport,
  buildCatalog,
  type LedgerGap,
  ledgerGap,
  requireJurisdiction,
  snapshotSource,
} from '#warehouse'
import { type CommandModule, type JsonOption, jsonOption } from '../../command-module.ts'
import { exitCodes, jsonText } from '../../output.ts'

/** What analysts were told of small cells, and how far their budgets are used. */
export const budgetListCommand: CommandModule<JsonOption> = {
  name: 'list',
  options: [jsonOption],
  action({ json }, { configuration: { TARAZA_HOME: home }, terminal }) {
    const catalog = buildCatalog(loadJurisdiction(requireJurisdiction(home, undefined)))
    const uses = budgetReport(home, catalog, snapshotSource(home).find(undefined).edition)
    terminal.out(json ? jsonText(uses) : budgetText(uses))
    const gap = ledgerGap(home)
    if (gap !== undefined) terminal.err(`${gapText(gap)}\n`)
    return exitCodes.done
  },
}

function gapText({ since, accepted }: LedgerGap): string {
  const forgotten = `This home was restored: what analysts were told after ${since ?? 'the backup'} is not counted.`
  return accepted === null
    ? `${forgotten} They see no further small cells until a steward decides: taraza budget accept --by NAME`
    : `${forgotten} ${accepted.by} accepted that on ${accepted.at.slice(0, 10)}.`
}

function budgetText(uses: readonly BudgetUse[]): string {
  const isNobody = uses.every(({ tables }) => tables === 0)
  const nobody =
    'Nobody was told a table of small cells so far. Other tables use no budget, so who asked for them is not listed.\n'
  return `${uses.map((use) => `${lineOf(use)}\n`).join('')}${isNobody ? nobody : ''}`
}

function lineOf({ who, tables, used, budget, raisedBy }: BudgetUse): string {
  const name = (who ?? 'all together').padEnd(32)
  return `${name} ${String(tables).padStart(4)} tables, ${used} of ${budget}${raisedBy === null ? '' : `, raised by ${raisedBy}`}`
}
