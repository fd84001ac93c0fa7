import { type Command, Option } from 'commander'
import type { CommandContext, CommandGroup, CommandModule, CommandOption } from './command-module.ts'

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
  for (const option of options) command.addOption(optionOf(option))
  command.action(async (...words: readonly unknown[]) => {
    const [value, given] = argument === undefined ? [undefined, words[0]] : words
    setExitCode(await action(given, context, value))
  })
}

function optionOf({ flags, description, default: otherwise, isRequired = false }: CommandOption): Option {
  return new Option(flags, description).default(otherwise).makeOptionMandatory(isRequired)
}
