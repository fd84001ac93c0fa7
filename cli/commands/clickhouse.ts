import type { CommandGroup } from '../command-module.ts'
import { clickhouseLoadCommand } from './clickhouse/load.ts'

export const clickhouseCommands: CommandGroup = {
  name: 'clickhouse',
  description: 'an engine for facts that outgrow one machine',
  commands: [clickhouseLoadCommand],
}
