import type { CommandGroup } from '../command-module.ts'
import { releasesListCommand } from './releases/list.ts'
import { releasesRollbackCommand } from './releases/rollback.ts'
import { releasesShowCommand } from './releases/show.ts'

export const releasesCommands: CommandGroup = {
  name: 'releases',
  description: 'what was published, and when',
  commands: [releasesListCommand, releasesShowCommand, releasesRollbackCommand],
}
