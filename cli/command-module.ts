import type { Channels, Configuration } from './configuration.ts'
import type { Terminal } from './output.ts'

/** What every command is given beside its own words. */
export interface CommandContext {
  /** Read when it is asked for; from then on codes of jurisdictions are looked for where it says. @throws {@link Refusal} `BAD_CONFIGURATION` */
  readonly configuration: Configuration
  /** The settings of channels alone, whatever is wrong with others. @throws {@link Refusal} `BAD_CONFIGURATION` */
  readonly channels: Channels
  readonly terminal: Terminal
}

/** An option as the help writes it, such as `--out <folder>`. */
export interface CommandOption {
  readonly flags: string
  readonly description?: string
  readonly default?: string
  readonly isRequired?: boolean
  /** The same option before a renaming, accepted for one version with a warning: `--mess`. */
  readonly formerly?: string
  /** For an option that another one replaces, accepted for one version with a warning: `--where unit=person`. */
  readonly insteadUse?: string
}

interface CommandHelp {
  readonly name: string
  readonly description?: string
  /** One line for the list of commands, where the description is longer. */
  readonly summary?: string
  /** Left out of the list of commands. */
  readonly isHidden?: boolean
}

/** One command: what the help tells of it, and what it does. */
export interface CommandModule<Options = unknown, Argument = unknown> extends CommandHelp {
  /** In angles when it is needed, else in brackets: `<file>`, `[quarter]`, `[paths...]`. */
  readonly argument?: { readonly syntax: string; readonly description?: string }
  readonly options?: readonly CommandOption[]
  /** Does it. Returns one of `exitCodes`. */
  action(options: Options, context: CommandContext, argument: Argument): number | Promise<number>
}

/** Commands under one name, such as `token create` and `token list`. */
export interface CommandGroup extends CommandHelp {
  readonly commands: readonly CommandModule[]
}

/** The option of all commands whose result programs read too. */
export const jsonOption: CommandOption = { flags: '--json', description: 'one JSON document for machines' }

export interface JsonOption {
  readonly json?: boolean
}
