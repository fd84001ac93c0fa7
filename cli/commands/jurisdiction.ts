import type { CommandGroup } from '../command-module.ts'
import { jurisdictionCheckCommand } from './jurisdiction/check.ts'
import { jurisdictionNewCommand } from './jurisdiction/new.ts'
import { jurisdictionProveCommand } from './jurisdiction/prove.ts'

export const jurisdictionCommands: CommandGroup = {
  name: 'jurisdiction',
  description: 'the files of a country: what is wrong in them, and what they give',
  commands: [jurisdictionCheckCommand, jurisdictionNewCommand, jurisdictionProveCommand],
}
