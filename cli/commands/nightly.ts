import { type CommandModule, jsonOption } from '../command-module.ts'
import { type NightlyCommandOptions, nightlyOnTerminal } from '../texts/nightly-on-terminal.ts'

export const nightlyCommand: CommandModule<NightlyCommandOptions> = {
  name: 'nightly',
  description: 'run the nightly job once: ingest, account, build, check, publish',
  options: [
    { flags: '--jurisdiction <code>', description: 'needed for a new home only' },
    {
      flags: '--incoming <folder>',
      description: 'by default TARAZA_INCOMING or that of the home; ingested files move to the archive of the home',
    },
    { flags: '--dry-run', description: 'stop before publishing' },
    {
      flags: '--accept <codes...>',
      description: 'limits that may be passed this time, such as VOLUME_DRIFT:sentences',
    },
    jsonOption,
  ],
  action: nightlyOnTerminal,
}
