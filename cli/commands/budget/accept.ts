import { Refusal } from '#foundation'
import { acceptLedgerGap } from '#warehouse'
import type { CommandModule } from '../../command-module.ts'
import { exitCodes } from '../../output.ts'

interface BudgetAcceptOptions {
  readonly by: string
}

/** A restored home forgot what analysts were told after its backup: somebody answers for going on. */
export const budgetAcceptCommand: CommandModule<BudgetAcceptOptions> = {
  name: 'accept',
  description: 'after a restore: let analysts see further small cells',
  options: [{ flags: '--by <name>', description: 'the steward who decides', isRequired: true }],
  action({ by }, { configuration: { TARAZA_HOME: home }, terminal }) {
    if (by.trim() === '') throw new Refusal('BAD_PARAMETER', 'A named person decides: --by NAME.', { parameter: 'by' })
    const gap = acceptLedgerGap(home, by, new Date())
    if (gap === undefined)
      throw new Refusal(
        'NOTHING_TO_ACCEPT',
        'Nothing was restored since a steward last decided: there is nothing to accept.',
      )
    terminal.out(
      `Analysts are told small cells again, by leave of ${by}. Answers given after ${gap.since ?? 'the backup'} are not counted in budgets.\n`,
    )
    return exitCodes.done
  },
}
