import type { CommandGroup } from '../command-module.ts'
import { budgetAcceptCommand } from './budget/accept.ts'
import { budgetListCommand } from './budget/list.ts'
import { budgetRaiseCommand } from './budget/raise.ts'

export const budgetCommands: CommandGroup = {
  name: 'budget',
  description: 'how much the answers to analysts revealed about small cells',
  commands: [budgetListCommand, budgetRaiseCommand, budgetAcceptCommand],
}
