import { packagePath } from '#foundation'
import { isRoot } from './accounts.ts'
import type { Installation } from './unit-files.ts'

interface Installed {
  readonly installation: Installation
  readonly incoming: string
  /** The folder with the units, and the command for the path of the machine, where they were written. */
  readonly units: string | undefined
  readonly command: string | undefined
}

/** What comes after the folders and files, in order, as lines for a terminal. */
export function nextSteps(installed: Installed): readonly string[] {
  const program = invocation(installed)
  return [
    'Next, in this order:',
    `1. Put the first extracts into ${installed.incoming}. To try one before: ${program} check FILE`,
    `2. Ingest them: ${program} nightly`,
    `3. Publish the closed quarters: ${program} release`,
    ...serviceLines(4, installed),
    '   It may be started before: readers are told that nothing has been published yet.',
    `5. Ask whether all is well: ${program} doctor`,
  ]
}

/** The same for a data directory that has figures. */
export function nextStepsOfKnown(installed: Installed): readonly string[] {
  const program = invocation(installed)
  return [
    'This data directory has figures already. Next, in this order:',
    `1. Ask whether all is well: ${program} doctor`,
    ...serviceLines(2, installed, ' taraza-backup.timer'),
    `   New extracts go into ${installed.incoming}.`,
  ]
}

/** The same where a backup is to be restored. */
export function nextStepsOfRestore(installed: Installed): readonly string[] {
  const program = invocation(installed)
  return [
    'Next, in this order:',
    `1. Restore the last backup: ${program} restore FOLDER`,
    `   The user "${installed.installation.user}" has to be able to read the backups.`,
    `2. Ask whether all is well: ${program} doctor`,
    `3. A steward accepts that it is not known what analysts were told since: ${program} budget accept --by NAME`,
    ...serviceLines(4, installed, ' taraza-backup.timer'),
  ]
}

function serviceLines(step: number, installed: Installed, timers = ''): readonly string[] {
  if (installed.units !== undefined) {
    const units = `taraza.service taraza-nightly.timer${timers}`
    return [`${step}. Start the service: systemctl daemon-reload && systemctl enable --now ${units}`]
  }
  const { timeZone } = installed.installation
  return [
    `${step}. Serve, with a run each night: ${invocation(installed)} serve --schedule "30 2 * * *" --timezone ${timeZone}`,
    '   With systemd: the same command with --units /etc/systemd/system',
  ]
}

/** The command line that runs the program as its user and on its home. */
function invocation({ installation, command }: Installed): string {
  const { node, user, home, incoming, jurisdictions } = installation
  if (command !== undefined) return isRoot() ? command : `sudo ${command}`
  const settings = [
    `TARAZA_HOME=${home}`,
    ...(incoming === undefined ? [] : [`TARAZA_INCOMING=${incoming}`]),
    ...(jurisdictions === undefined ? [] : [`TARAZA_JURISDICTIONS=${jurisdictions}`]),
  ]
  return `sudo -u ${user} env ${settings.join(' ')} ${node} ${packagePath('scripts', 'taraza.mjs')}`
}
