import type { CommandGroup } from '../command-module.ts'
import { deliveriesDismissCommand } from './deliveries/dismiss.ts'
import { deliveriesListCommand } from './deliveries/list.ts'
import { deliveriesRetakeCommand } from './deliveries/retake.ts'
import { deliveriesShowCommand } from './deliveries/show.ts'

export const deliveriesCommands: CommandGroup = {
  name: 'deliveries',
  description: 'deliveries in the facts, and those that a rollback left out',
  commands: [deliveriesListCommand, deliveriesShowCommand, deliveriesRetakeCommand, deliveriesDismissCommand],
}
