import { nearest, Refusal } from '#foundation'
import { Budgets, budgetHolder, defaultBudgets, TableLedger } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes } from '../../output.ts'

interface BudgetRaiseOptions {
  readonly to: string
  readonly by: string
  readonly newcomer?: boolean
}

/** The promises of analysts' figures hold no longer for this person. */
export const budgetRaiseCommand: CommandModule<BudgetRaiseOptions, string> = {
  name: 'raise',
  argument: { syntax: '<who>', description: 'as "taraza budget list" and the audit log name them' },
  options: [
    {
      flags: '--to <budget>',
      description: 'part of what a direct answer reveals, such as 0.3; the usual one takes a raise back',
      isRequired: true,
    },
    { flags: '--by <name>', description: 'the steward who raises it', isRequired: true },
    { flags: '--newcomer', description: 'somebody who has not asked for small cells yet' },
  ],
  action({ to, by, newcomer = false }, { configuration: { TARAZA_HOME: home }, terminal }, who) {
    if (by.trim() === '')
      throw new Refusal('BAD_PARAMETER', 'A named person raises a budget: --by NAME.', { parameter: 'by' })
    const known = new TableLedger(home, true).allRecipients()
    if (!newcomer && !known.includes(budgetHolder(who))) throw unknownName(who, known)
    const budgets = new Budgets(home)
    budgets.raise(who, Number(to), by, new Date())
    terminal.out(`The budget of ${who} is ${to} now, by leave of ${by}.\n${commonText(who, budgets)}`)
    return exitCodes.done
  },
}

/** What all analysts together were told binds, too, and how much of it a raised budget lets this person have. */
function commonText(who: string, budgets: Budgets): string {
  const { common } = budgets.of(who)
  const raised = common > defaultBudgets.common ? `, instead of ${defaultBudgets.common}` : ''
  return `The common budget binds, too: for questions of ${who} it is ${common}${raised}. Answers to others count in it.\n`
}

/** A name that was mistyped would raise the common budget for nobody. */
function unknownName(who: string, known: readonly string[]): Refusal {
  const advice = `Nobody named ${who} was told a table of small cells so far. Write the name as "taraza budget list" has it, or add --newcomer for somebody who has not asked yet.`
  return new Refusal('UNKNOWN_NAME', `${advice}${nearest(who, known)}`, { parameter: 'who', allowed: known })
}
