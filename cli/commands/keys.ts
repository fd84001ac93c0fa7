import type { CommandGroup } from '../command-module.ts'
import { keysListCommand } from './keys/list.ts'
import { keysRevokeCommand } from './keys/revoke.ts'
import { keysRotateCommand } from './keys/rotate.ts'

export const keysCommands: CommandGroup = {
  name: 'keys',
  description: 'signing keys and secrets of a home, and how to replace them',
  commands: [keysListCommand, keysRotateCommand, keysRevokeCommand],
}
