import type { Command } from 'commander'
import type { Configuration } from './configuration.ts'
import type { Terminal } from './output.ts'
import type { Settle } from './settle.ts'

/** `taraza budget list | raise`. */
export function addBudgets(
  program: Command,
  terminal: Terminal,
  configuration: () => Configuration,
  settle: Settle,
): void {
  const load = () => import('./commands/budget.ts')
  const budget = program.command('budget').description('how much analysts were told of small cells')
  budget
    .command('list')
    .option('--json', 'one JSON document for machines')
    .action(async (words) => settle((await load()).budgetListCommand(words, configuration(), terminal)))
  budget
    .command('raise')
    .argument('<who>', 'as "taraza budget list" and the audit log name them')
    .requiredOption(
      '--to <budget>',
      'part of what a direct answer tells, such as 0.3; the usual one takes a raise back',
    )
    .requiredOption('--by <name>', 'the steward who raises it')
    .option('--newcomer', 'somebody who has not asked for small cells yet')
    .action(async (who: string, words) =>
      settle((await load()).budgetRaiseCommand(who, words, configuration(), terminal)),
    )
}
