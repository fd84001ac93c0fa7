import { Command, CommanderError } from 'commander'
import { packageVersion } from '#foundation'
import { type Configuration, readConfiguration } from './configuration.ts'
import { exitCodes, numberOf, type Terminal, tellFailure } from './output.ts'
import { addBudgets } from './program-budgets.ts'
import { addPacks } from './program-packs.ts'
import { addTokens } from './program-tokens.ts'
import type { Settle } from './settle.ts'

/**
 * Runs one command line and returns the exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 in part. A command is loaded when it
 * is called, so that none waits for what only others need.
 */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  let code: number = exitCodes.done
  const program = commands(terminal, environment, (result) => {
    code = result
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    tellFailure(error, words.includes('--json'), terminal)
    return exitCodes.refused
  }
}

/** The help of each command by its name, such as `quarantine list`; the one of all under the empty name. */
export function helpTexts(): Readonly<Record<string, string>> {
  const silent = { out: () => {}, err: () => {}, progress: () => {} }
  const texts = (command: Command, name: string): [string, string][] => [
    [name, command.helpInformation()],
    ...command.commands.flatMap((inner) => texts(inner, `${name} ${inner.name()}`.trim())),
  ]
  return Object.fromEntries(
    texts(
      commands(silent, {}, () => {}),
      '',
    ),
  )
}

function commands(terminal: Terminal, environment: NodeJS.ProcessEnv, settle: Settle): Command {
  const configuration = () => readConfiguration(environment)
  const program = new Command('taraza').description('Sentencing and non-custodial trends').version(packageVersion)
  program
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
  addSamples(program, terminal)
  addIngest(program, terminal, configuration, settle)
  addOperations(program, terminal, configuration, settle)
  addTokens(program, terminal, configuration, settle)
  addBudgets(program, terminal, configuration, settle)
  addQuery(program, terminal, configuration, settle)
  addGenerations(program, terminal, configuration)
  addReleases(program, terminal, configuration, settle)
  addPacks(program, terminal, configuration, settle)
  program
    .command('clickhouse')
    .description('an engine for facts that outgrow one machine')
    .command('load')
    .description('loads what is served now; what is there already is left alone')
    .action(async () =>
      settle(await (await import('./commands/clickhouse.ts')).clickhouseLoadCommand(configuration(), terminal)),
    )
  program
    .command('serve')
    .description('serve the pages and the API')
    .option('--schedule <cron>', 'when to run the nightly job, such as "30 2 * * *"')
    .option('--timezone <name>', 'such as Asia/Bishkek; by default the one of the machine')
    .option('--sample', 'begin a new home with the sample of synthetic data')
    .option('--restricted', 'the restricted listener instead: exact counts, for this machine only')
    .action(async (words) =>
      settle(await (await import('./commands/serve.ts')).serveCommand(words, configuration(), terminal)),
    )
  program
    .command('prepare', { hidden: true })
    .description('make the figures of a home that was begun with the sample')
    .action(async () => settle(await (await import('./commands/prepare.ts')).prepareCommand(configuration(), terminal)))
  return program
}

interface SamplesWords {
  readonly jurisdiction: string
  readonly out: string
  readonly seed: string
  readonly scale: string
  readonly from: string
  readonly to?: string
  readonly mess?: boolean
}

function addSamples(program: Command, terminal: Terminal): void {
  program
    .command('samples')
    .description('write synthetic extracts with their manifests')
    .requiredOption('--jurisdiction <code>', 'such as kg')
    .requiredOption('--out <folder>', 'where to write')
    .option('--seed <number>', 'equal seeds give equal bytes', '1')
    .option('--scale <number>', 'how many times the published numbers', '1')
    .option('--from <month>', 'first month', '2018-01')
    .option('--to <month>', 'last month; by default 2026-09, or the last one that is past')
    .option('--mess', 'write them as real senders do: every format, encoding and habit in turn')
    .action(async ({ jurisdiction, out, seed, scale, from, to, mess }: SamplesWords) => {
      const { messyDress, usualLastMonth, writeSamples } = await import('#data-samples')
      const today = new Date()
      const request = {
        jurisdiction,
        out,
        seed: numberOf('seed', seed, { least: 0, most: 999_999_999 }),
        scale: numberOf('scale', scale, { least: 1, most: 1000 }),
        from,
        to: to ?? usualLastMonth(today),
        today,
        ...(mess ? { dress: messyDress } : {}),
      }
      const deliveries = await writeSamples(request)
      const rows = deliveries.reduce((sum, delivery) => sum + delivery.rows, 0)
      terminal.out(`Wrote ${deliveries.length} deliveries with ${rows} synthetic rows to ${out}\n`)
    })
}

const checkDescription = `Tells what the nightly run would say of files, against what the home holds, and
changes nothing. Without files: what is wrong in the files of the jurisdiction.

Exit code:
  0  all of it would be published
  1  refused or blocked, or the files of the jurisdiction have faults
  2  wrong usage
  3  a part would be published: rows are set aside, or registers wait`

function addIngest(program: Command, terminal: Terminal, configuration: () => Configuration, settle: Settle): void {
  program
    .command('check')
    .argument('[paths...]', 'extracts, and folders of deliveries')
    .summary('tell what the nightly run would say of files; changes nothing')
    .description(checkDescription)
    .option('--jurisdiction <code>', 'whose contracts, a code or a folder; by default those of the home')
    .option('--register <name>', 'when the name of the file does not tell')
    .option('--values', 'list the codes that are in no table: cells of the file, for your eyes')
    .option('--json', 'one JSON document for machines')
    .action(async (paths: string[], words) =>
      settle(await (await import('./commands/check.ts')).checkCommand(paths, words, configuration(), terminal)),
    )
  program
    .command('nightly')
    .description('take in, account, build, check and publish, once')
    .option('--jurisdiction <code>', 'needed for a new home only')
    .option(
      '--incoming <folder>',
      'by default that of the home; files that were taken in move to the archive of the home',
    )
    .option('--dry-run', 'stop before publishing')
    .option('--accept <codes...>', 'limits that may be passed this time, such as VOLUME_DRIFT:sentences')
    .option('--json', 'one JSON document for machines')
    .action(async (words) =>
      settle(await (await import('./commands/nightly.ts')).nightlyCommand(words, configuration(), terminal)),
    )
}

function addOperations(program: Command, terminal: Terminal, configuration: () => Configuration, settle: Settle): void {
  const quarantine = program.command('quarantine').description('rows that were set aside')
  quarantine
    .command('list')
    .option('--json', 'one JSON document for machines')
    .action(async (words) =>
      settle(await (await import('./commands/quarantine.ts')).quarantineListCommand(words, configuration(), terminal)),
    )
  quarantine
    .command('show')
    .argument('<hash>', 'of the extract, or its beginning')
    .option('--json', 'one JSON document for machines')
    .action(async (hash: string, words) =>
      settle(
        await (await import('./commands/quarantine.ts')).quarantineShowCommand(hash, words, configuration(), terminal),
      ),
    )
  quarantine
    .command('retry')
    .description('judge them again by the tables of today; every nightly run does so too')
    .option('--json', 'one JSON document for machines')
    .action(async (words) =>
      settle(
        await (await import('./commands/nightly.ts')).nightlyCommand(
          { ...words, retryOnly: true },
          configuration(),
          terminal,
        ),
      ),
    )
  const runs = program.command('runs').description('reports of nightly runs, with exact counts')
  runs
    .command('list')
    .action(async () => settle(await (await import('./commands/runs.ts')).runsListCommand(configuration(), terminal)))
  runs
    .command('show')
    .argument('[run]', 'by default the latest')
    .option('--format <format>', 'text, json or html', 'text')
    .option('--lang <language>', 'ky, ru or en', 'en')
    .option('--out <file>', 'where to write')
    .action(async (run: string | undefined, words) =>
      settle(await (await import('./commands/runs.ts')).runsShowCommand(run, words, configuration(), terminal)),
    )
  const audit = program.command('audit').description('checks that anybody may repeat')
  audit
    .command('verify')
    .description('whether the log of what analysts and officers were answered is whole')
    .option('--anchor <file>', 'signed lines that were kept outside; what they tell has to be there')
    .action(async (words) =>
      settle((await import('./commands/audit-log.ts')).auditVerifyCommand(words, configuration(), terminal)),
    )
  audit
    .command('anchor')
    .description('sign what the log holds now, and print the line to be kept outside')
    .action(async () =>
      settle(await (await import('./commands/audit-log.ts')).auditAnchorCommand(configuration(), terminal)),
    )
  audit
    .command('disclosure')
    .description('attack what is public; fails when anything is recovered')
    .option('--url <url>', 'a running installation of this home, such as http://localhost:8080')
    .option('--effort <cells>', 'cells that one attack goes for', '40')
    .option('--long', 'attacks that take minutes, too')
    .option('--json', 'one JSON document for machines')
    .action(async (words) =>
      settle(await (await import('./commands/audit.ts')).auditDisclosureCommand(words, configuration(), terminal)),
    )
  program
    .command('backup')
    .argument('<folder>', 'an empty folder')
    .description('copy the whole home, secrets included')
    .action(async (folder: string) =>
      settle(await (await import('./commands/backup.ts')).backupCommand(folder, configuration(), terminal)),
    )
  program
    .command('restore')
    .argument('<folder>', 'a backup')
    .description('make a new home out of a backup')
    .action(async (folder: string) =>
      settle((await import('./commands/backup.ts')).restoreCommand(folder, configuration(), terminal)),
    )
  program
    .command('doctor')
    .description('versions, settings, disk, what is served, what is missing or wrong')
    .option('--json', 'one JSON document for machines')
    .action(async (words) =>
      settle(await (await import('./commands/doctor.ts')).doctorCommand(words, configuration(), terminal)),
    )
}

function addQuery(program: Command, terminal: Terminal, configuration: () => Configuration, settle: Settle): void {
  program
    .command('query')
    .argument('<dataset>', 'such as sentences')
    .description('answer a question on the command line')
    .option('--jurisdiction <code>', 'checked against the home')
    .option('--by <dimensions>', 'comma list, such as year,region')
    .requiredOption('--measure <measures>', 'comma list, such as persons')
    .option('--where <filter...>', 'such as region=KG-GB,KG-C')
    .option('--from <period>', '2020, 2020-Q1 or 2020-01')
    .option('--to <period>')
    .option('--compare <how>', 'year, previous or base')
    .option('--base <year>', 'the year to compare with')
    .option('--interval <percent>', 'such as 95')
    .option('--sort <columns>', 'comma list, a minus before a name turns the order round')
    .option('--limit <rows>')
    .option('--offset <rows>')
    .option('--unit <unit>', 'of sentences_units: person, case, charge, sanction, person_year')
    .option('--rule <rule>', 'of sentences_units: severest or highest_maximum')
    .option('--as-of <day>', 'as it was published on a day, such as 2024-04-24')
    .option('--detail <detail>', 'full: as fine as asked for, even where most cells stand for nobody')
    .option('--level <level>', 'public, analyst or officer')
    .option('--purpose <words>', 'why exact figures are needed; for the level officer')
    .option('--lang <language>', 'ky, ru or en', 'en')
    .option('--format <format>', 'json, csv, arrow, parquet, xlsx, jsonstat, sdmx-json or sdmx-csv', 'csv')
    .action(async (dataset: string, words) =>
      settle(await (await import('./commands/query.ts')).queryCommand(dataset, words, configuration(), terminal)),
    )
}

function addGenerations(program: Command, terminal: Terminal, configuration: () => Configuration): void {
  const generations = program.command('generations').description('the nightly generations of the facts')
  generations
    .command('list')
    .option('--json', 'one JSON document for machines')
    .action(async ({ json }: { json?: boolean }) => {
      const { listGenerations } = await import('#warehouse')
      const all = listGenerations(configuration().TARAZA_HOME)
      const lines = all.map(({ id, builtAt, persons }) => `${id}  ${builtAt}  ${persons} persons\n`)
      terminal.out(json ? `${JSON.stringify(all, null, 2)}\n` : lines.join(''))
    })
  generations
    .command('rollback')
    .argument('<id>')
    .action(async (id: string) => {
      const { rollBack } = await import('#warehouse')
      const { builtAt } = rollBack(configuration().TARAZA_HOME, id)
      terminal.out(`The generation ${id} of ${builtAt} is served again.\n`)
    })
}

function addReleases(program: Command, terminal: Terminal, configuration: () => Configuration, settle: Settle): void {
  const load = () => import('./commands/release.ts')
  program
    .command('release')
    .description('protect the closed periods, measure every promise, publish')
    .option('--through <quarter>', 'the last quarter, such as 2026-Q3; by default the last closed one')
    .option('--revise', 'let corrections of published periods in: once a year')
    .option('--accept-gap <gaps...>', 'missing deliveries that are let pass, such as services:2026-Q3')
    .option('--accepted-by <name>', 'who lets them pass')
    .option('--accept-wider <name>', 'who accepts accuracy promises of up to 1.5 times, where others cannot be kept')
    .option(
      '--facts-of <generation>',
      'let deliveries that arrived after it wait, as "taraza generations list" names it',
    )
    .option('--dry-run', 'measure and tell, publish nothing')
    .option('--json', 'one JSON document for machines')
    .action(async (words) => settle(await (await load()).releaseCommand(words, configuration(), terminal)))
  const releases = program.command('releases').description('what was published, and when')
  releases
    .command('list')
    .option('--json', 'one JSON document for machines')
    .action(async (words) => settle((await load()).releasesListCommand(words, configuration(), terminal)))
  releases
    .command('show')
    .argument('<id>', 'such as 2026-Q3.1')
    .option('--json', 'one JSON document for machines')
    .action(async (id: string, words) =>
      settle((await load()).releasesShowCommand(id, words, configuration(), terminal)),
    )
  releases
    .command('rollback')
    .argument('<id>', 'the release to serve again')
    .action(async (id: string) => settle((await load()).releasesRollbackCommand(id, configuration(), terminal)))
}
