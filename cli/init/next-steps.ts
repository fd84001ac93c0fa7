import { packagePath } from '#foundation'
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
  const { installation, incoming, units } = installed
  const program = invocation(installed)
  const serve = `${program} serve --schedule "30 2 * * *" --timezone ${installation.timeZone}`
  const service =
    units === undefined
      ? [
          `4. Serve, with a run each night: ${serve}`,
          '   With systemd: the same command with --units /etc/systemd/system',
        ]
      : [`4. Start the service: systemctl daemon-reload && systemctl enable --now taraza.service taraza-nightly.timer`]
  return [
    'Next, in this order:',
    `1. Put the first extracts into ${incoming}. To try one before: ${program} check FILE`,
    `2. Ingest them: ${program} nightly`,
    `3. Publish the closed quarters: ${program} release`,
    ...service,
    '   It may be started before: readers are told that nothing has been published yet.',
    `5. Ask whether all is well: ${program} doctor`,
  ]
}

/** The command line that runs the program as its user and on its home. */
function invocation({ installation, command }: Installed): string {
  const { node, user, home, incoming, jurisdictions } = installation
  if (command !== undefined) return `sudo ${command}`
  const settings = [
    `TARAZA_HOME=${home}`,
    ...(incoming === undefined ? [] : [`TARAZA_INCOMING=${incoming}`]),
    ...(jurisdictions === undefined ? [] : [`TARAZA_JURISDICTIONS=${jurisdictions}`]),
  ]
  return `sudo -u ${user} env ${settings.join(' ')} ${node} ${packagePath('scripts', 'taraza.mjs')}`
}
