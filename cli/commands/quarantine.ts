import type { CommandGroup } from '../command-module.ts'
import { quarantineListCommand } from './quarantine/list.ts'
import { quarantineRetryCommand } from './quarantine/retry.ts'
import { quarantineShowCommand } from './quarantine/show.ts'

export const quarantineCommands: CommandGroup = {
  name: 'quarantine',
  description: 'quarantined rows',
  commands: [quarantineListCommand, quarantineShowCommand, quarantineRetryCommand],
}
