import type { Command } from 'commander'
import type { Configuration } from './configuration.ts'
import type { Terminal } from './output.ts'
import type { Settle } from './settle.ts'

/** `taraza pack`, `taraza verify`. */
export function addPacks(
  program: Command,
  terminal: Terminal,
  configuration: () => Configuration,
  settle: Settle,
): void {
  program
    .command('pack')
    .argument('[quarter]', 'such as 2024-Q1; by default the last one that is released')
    .description("the committee's quarterly pack: slides, pages, workbook, archive")
    .option('--lang <languages>', 'comma list', 'ky,ru,en')
    .option('--format <formats>', 'comma list of pptx, pdf, xlsx, zip', 'pptx,pdf,xlsx,zip')
    .option('--release <id>', 'by default the one that is served')
    .requiredOption('--out <folder>', 'where to write')
    .option('--json', 'one JSON document for machines')
    .action(async (quarter: string | undefined, words) =>
      settle(await (await import('./commands/pack.ts')).packCommand(quarter, words, configuration(), terminal)),
    )
  program
    .command('verify')
    .argument('<file>', 'a pack, a chart or a JSON answer that was exported')
    .description('says whether an exported file is as it was, and whether its figures still hold')
    .option('--json', 'one JSON document for machines')
    .action(async (file: string, words) =>
      settle(await (await import('./commands/verify.ts')).verifyCommand(file, words, configuration(), terminal)),
    )
}
