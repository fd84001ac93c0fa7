import type { CommandGroup } from '../command-module.ts'
import { tokenCreateCommand } from './token/create.ts'
import { tokenListCommand } from './token/list.ts'
import { tokenRevokeCommand } from './token/revoke.ts'

export const tokenCommands: CommandGroup = {
  name: 'token',
  description: 'tokens for the API',
  commands: [tokenCreateCommand, tokenListCommand, tokenRevokeCommand],
}
