import type { CommandGroup } from '../command-module.ts'
import { generationsListCommand } from './generations/list.ts'
import { generationsRollbackCommand } from './generations/rollback.ts'

export const generationsCommands: CommandGroup = {
  name: 'generations',
  description: 'the nightly generations of the facts',
  commands: [generationsListCommand, generationsRollbackCommand],
}
