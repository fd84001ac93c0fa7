import type { CommandModule } from '../command-module.ts'
import { type InstallationOptions, planInstallation } from '../init/plan-installation.ts'
import { makeMissing } from '../init/step.ts'
import { exitCodes } from '../output.ts'

interface InitOptions extends InstallationOptions {
  readonly force?: boolean
  readonly dryRun?: boolean
}

const description = `Makes what an installation needs, and says what comes next. What is there stays as it is:
run it again to finish what was stopped, or to see what is missing.`

export const initCommand: CommandModule<InitOptions> = {
  name: 'init',
  summary: 'make the data directory and what a service needs; says what comes next',
  description,
  options: [
    { flags: '--jurisdiction <code>', description: 'a code or a folder; needed for a new data directory only' },
    { flags: '--home <folder>', description: 'the data directory; by default TARAZA_HOME' },
    { flags: '--user <name>', description: 'who runs the service; made by root where there is no such user' },
    { flags: '--incoming <folder>', description: 'where extracts are laid down; by default in the data directory' },
    { flags: '--senders <group>', description: 'the group that may write there; made by root where there is none' },
    { flags: '--units <folder>', description: 'write units for systemd there, such as /etc/systemd/system' },
    { flags: '--environment <file>', description: 'the file with the settings; by default /etc/taraza/environment' },
    { flags: '--command <file>', description: 'write a command there that runs the program as its user' },
    { flags: '--for-restore', description: 'leave the data directory empty: "taraza restore" fills it from a backup' },
    { flags: '--force', description: 'replace files that were changed; each is also left as NAME.before' },
    { flags: '--dry-run', description: 'say what would be made, and make nothing' },
  ],
  action({ force = false, dryRun = false, ...options }, { configuration, terminal }) {
    const { steps, next } = planInstallation(options, configuration)
    const tell = (line: string) => terminal.out(`${line}\n`)
    makeMissing(steps, { isDryRun: dryRun, isForced: force, tell })
    terminal.out(`\n${next.join('\n')}\n`)
    return exitCodes.done
  },
}
