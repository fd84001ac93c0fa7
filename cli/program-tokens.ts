import type { Command } from 'commander'
import type { Configuration } from './configuration.ts'
import type { Terminal } from './output.ts'
import type { Settle } from './settle.ts'

/** `taraza token create | list | revoke`. */
export function addTokens(
  program: Command,
  terminal: Terminal,
  configuration: () => Configuration,
  settle: Settle,
): void {
  const load = () => import('./commands/token.ts')
  const token = program.command('token').description('tokens for the API')
  token
    .command('create')
    .requiredOption('--name <name>', 'whose it is')
    .requiredOption('--role <role>', 'public, analyst, officer or steward')
    .option('--days <days>', 'how long it is valid', '90')
    .option('--datasets <datasets>', 'comma list; without it all')
    .option('--json', 'one JSON document for machines')
    .action(async (words) => settle((await load()).tokenCreateCommand(words, configuration(), terminal)))
  token
    .command('list')
    .option('--json', 'one JSON document for machines')
    .action(async (words) => settle((await load()).tokenListCommand(words, configuration(), terminal)))
  token
    .command('revoke')
    .argument('<id>', 'as "taraza token list" shows it')
    .action(async (id: string) => settle((await load()).tokenRevokeCommand(id, configuration(), terminal)))
}
