import type { CommandGroup } from '../command-module.ts'
import { runsListCommand } from './runs/list.ts'
import { runsShowCommand } from './runs/show.ts'

export const runsCommands: CommandGroup = {
  name: 'runs',
  description: 'reports of nightly runs, with exact counts',
  commands: [runsListCommand, runsShowCommand],
}
