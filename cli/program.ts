import cluster from 'node:cluster'
import { Command, CommanderError } from 'commander'
import { onRenamedKey, packageVersion, printable } from '#foundation'
import { useJurisdictionsIn } from '#jurisdictions'
import type { CommandContext, CommandGroup, CommandModule } from './command-module.ts'
import { readChannels, readConfiguration } from './configuration.ts'
import { asDiskRefusal } from './disk-refusal.ts'
import { exitCodeOf, exitCodesHelp } from './exit-codes.ts'
import { exitCodes, printError, type Terminal } from './output.ts'
import { registerCommand, type SetExitCode } from './register-command.ts'

/** Each is loaded when it is called, so that none waits for what only others need. */
const commands: Readonly<Record<string, () => Promise<CommandModule | CommandGroup>>> = {
  init: async () => (await import('./commands/init.ts')).initCommand,
  samples: async () => (await import('./commands/samples.ts')).samplesCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  jurisdiction: async () => (await import('./commands/jurisdiction.ts')).jurisdictionCommands,
  nightly: async () => (await import('./commands/nightly.ts')).nightlyCommand,
  deliveries: async () => (await import('./commands/deliveries.ts')).deliveriesCommands,
  quarantine: async () => (await import('./commands/quarantine.ts')).quarantineCommands,
  notify: async () => (await import('./commands/notify.ts')).notifyCommand,
  alert: async () => (await import('./commands/alert.ts')).alertCommand,
  runs: async () => (await import('./commands/runs.ts')).runsCommands,
  audit: async () => (await import('./commands/audit.ts')).auditCommands,
  backup: async () => (await import('./commands/backup.ts')).backupCommand,
  restore: async () => (await import('./commands/restore.ts')).restoreCommand,
  upgrade: async () => (await import('./commands/upgrade.ts')).upgradeCommand,
  rebuild: async () => (await import('./commands/rebuild.ts')).rebuildCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  keys: async () => (await import('./commands/keys.ts')).keysCommands,
  token: async () => (await import('./commands/token.ts')).tokenCommands,
  budget: async () => (await import('./commands/budget.ts')).budgetCommands,
  query: async () => (await import('./commands/query.ts')).queryCommand,
  lineage: async () => (await import('./commands/lineage.ts')).lineageCommand,
  generations: async () => (await import('./commands/generations.ts')).generationsCommands,
  release: async () => (await import('./commands/release.ts')).releaseCommand,
  releases: async () => (await import('./commands/releases.ts')).releasesCommands,
  pack: async () => (await import('./commands/pack.ts')).packCommand,
  verify: async () => (await import('./commands/verify.ts')).verifyCommand,
  clickhouse: async () => (await import('./commands/clickhouse.ts')).clickhouseCommands,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  prepare: async () => (await import('./commands/prepare.ts')).prepareCommand,
}

/** Runs one command line and returns the exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 in part, 75 try again. */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  let code: number = exitCodes.done
  const warn = warningsOn(terminal)
  const endNotes = onRenamedKey(({ file, line, message }) => warn(`${printable(file)}:${line}: ${message}`))
  try {
    const context = contextOf(terminal, environment, warn, await homeCheckFor(words[0], warn))
    const program = await programFor(words[0], context, (result) => {
      code = result
    })
    await program.parseAsync([...helpfulWords(words)], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    const refusal = asDiskRefusal(error)
    printError(refusal, words.includes('--json'), terminal)
    return exitCodeOf(refusal)
  } finally {
    endNotes()
  }
}

/** Of a command that does not exist there is no help: it is refused, with the nearest one. */
function helpfulWords(words: readonly string[]): readonly string[] {
  const [name = '-'] = words
  const isCommand = name.startsWith('-') || name === 'help' || Object.hasOwn(commands, name)
  return isCommand ? words : words.filter((word) => !['--help', '-h'].includes(word))
}

/** Says each warning once on the error output: of several processes of one server the first one does. */
function warningsOn(terminal: Terminal): (warning: string) => void {
  const said = new Set<string>()
  return (warning) => {
    if (!cluster.isWorker && !said.has(warning)) terminal.err(`${warning}\n`)
    said.add(warning)
  }
}

/** The help of each command by its name, such as `quarantine list`; the one of all under the empty name. */
export async function helpTexts(): Promise<Readonly<Record<string, string>>> {
  const silent = { out: () => {}, err: () => {}, progress: () => {} }
  const texts = (command: Command, name: string): [string, string][] => [
    [name, `${command.helpInformation()}${name === '' ? exitCodesHelp : ''}`],
    ...command.commands.flatMap((inner) => texts(inner, `${name} ${inner.name()}`.trim())),
  ]
  return Object.fromEntries(
    texts(
      await programFor(
        undefined,
        contextOf(
          silent,
          {},
          () => {},
          () => {},
        ),
        () => {},
      ),
      '',
    ),
  )
}

function contextOf(
  terminal: Terminal,
  environment: NodeJS.ProcessEnv,
  warn: (warning: string) => void,
  checkHome: (home: string) => void,
): CommandContext {
  return {
    terminal,
    get configuration() {
      const configuration = readConfiguration(environment, warn)
      checkHome(configuration.TARAZA_HOME)
      useJurisdictionsIn(configuration.TARAZA_JURISDICTIONS)
      return configuration
    },
    get channels() {
      return readChannels(environment)
    },
  }
}

/** Commands that work without a home: they need not wait for what reads one. */
const homeless: readonly string[] = ['samples']
/** Commands that say themselves what an upgrade has to do with them. */
const awareOfUpgrades: readonly string[] = ['upgrade', 'rebuild', 'doctor', 'nightly', 'release', 'check']

/** What a command finds out about its home first: whether this version of the program can work on it. */
async function homeCheckFor(
  name: string | undefined,
  warn: (warning: string) => void,
): Promise<(home: string) => void> {
  if (name === undefined || !Object.hasOwn(commands, name) || homeless.includes(name)) return () => {}
  const { requireKnownHome, upgradeNeeded } = await import('#warehouse')
  return (home) => {
    requireKnownHome(home)
    const needed = awareOfUpgrades.includes(name) ? undefined : upgradeNeeded(home)
    if (needed !== undefined) warn(needed)
  }
}

/** The command line with the command of this name, or with all where there is none of it. */
async function programFor(
  name: string | undefined,
  context: CommandContext,
  setExitCode: SetExitCode,
): Promise<Command> {
  const { terminal } = context
  const program = new Command('taraza').description('Sentencing and non-custodial trends').version(packageVersion)
  program
    .addHelpText('after', exitCodesHelp)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
  const isKnown = name !== undefined && Object.hasOwn(commands, name)
  const loaders = isKnown ? [commands[name]] : Object.values(commands)
  for (const module of await Promise.all(loaders.map((load) => load?.())))
    if (module !== undefined) registerCommand(program, module, context, setExitCode)
  return program
}
