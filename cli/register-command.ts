import { type Command, Option } from 'commander'
import { Refusal } from '#foundation'
import type { CommandContext, CommandGroup, CommandModule, CommandOption } from './command-module.ts'
import type { Terminal } from './output.ts'

/** Tells the code with which the command line ends, of those in `exitCodes`. */
export type SetExitCode = (code: number) => void

/** Adds a command, or a group of them, to the command line. */
export function registerCommand(
  parent: Command,
  module: CommandModule | CommandGroup,
  context: CommandContext,
  setExitCode: SetExitCode,
): void {
  const { name, description, summary, isHidden = false } = module
  const command = parent.command(name, { hidden: isHidden })
  if (description !== undefined) command.description(description)
  if (summary !== undefined) command.summary(summary)
  if ('commands' in module) {
    for (const inner of module.commands) registerCommand(command, inner, context, setExitCode)
  } else addAction(command, module, context, setExitCode)
}

function addAction(
  command: Command,
  { argument, options = [], action }: CommandModule,
  context: CommandContext,
  setExitCode: SetExitCode,
): void {
  if (argument !== undefined) command.argument(argument.syntax, argument.description)
  for (const option of options) addOption(command, option, context.terminal)
  command.action(async (...words: readonly unknown[]) => {
    const [value, given] = argument === undefined ? [undefined, words[0]] : words
    requireFilled(command, given)
    setExitCode(await action(given, context, value))
  })
}

/** Nothing between quotation marks is most often a variable of a script that is not set. @throws {@link Refusal} `BAD_PARAMETER` */
function requireFilled(command: Command, given: unknown): void {
  for (const option of command.options) {
    const value = (given as Readonly<Record<string, unknown>>)[option.attributeName()]
    if ([value].flat().includes(''))
      throw new Refusal('BAD_PARAMETER', `The option ${option.flags} has an empty value.`, { parameter: option.name() })
  }
}

function addOption(command: Command, option: CommandOption, terminal: Terminal): void {
  const { flags, description, default: otherwise, isRequired = false, formerly, insteadUse } = option
  const current = new Option(flags, description).default(otherwise).makeOptionMandatory(isRequired)
  command.addOption(insteadUse === undefined ? current : current.hideHelp())
  if (insteadUse !== undefined) warnOf(command, current, insteadUse, terminal)
  if (formerly === undefined) return
  const former = new FormerOption(formerly, current)
  command.addOption(former)
  warnOf(command, former, current.long ?? flags, terminal)
}

/** An option under its former name: its value is that of the current one. */
class FormerOption extends Option {
  readonly #current: Option

  constructor(flags: string, current: Option) {
    super(flags)
    this.#current = current
    this.hideHelp()
  }

  override attributeName(): string {
    return this.#current.attributeName()
  }
}

function warnOf(command: Command, option: Option, instead: string, terminal: Terminal): void {
  command.on(`option:${option.name()}`, () =>
    terminal.err(`Use ${instead} instead of ${option.long}. The next version does not accept ${option.long}.\n`),
  )
}
