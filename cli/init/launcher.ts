import { packagePath } from '#foundation'
import type { Installation } from './unit-files.ts'

/**
 * A command for the path of a machine: it runs the program as the user of the service, with the settings of the service. What
 * root made in a home, the service could not read. A caller may name another home, to restore a backup into it.
 */
export function launcherText({ node, user, group, environment }: Installation): string {
  return `#!/bin/sh
# Runs Taraza as the user "${user}" with the settings of its service. Made by "taraza init".
if [ ! -r ${environment} ]; then echo 'Run this as root or as the user "${user}", such as: sudo taraza doctor' >&2; exit 1; fi
other_home=$TARAZA_HOME
while IFS= read -r line; do
  case $line in [A-Z]*=*) export "$line" ;; esac
done < ${environment}
if [ -n "$other_home" ]; then export TARAZA_HOME="$other_home"; fi
if [ "$(id -un)" = ${user} ]; then exec ${node} ${packagePath('scripts', 'taraza.mjs')} "$@"; fi
exec setpriv --reuid=${user} --regid=${group} --init-groups ${node} ${packagePath('scripts', 'taraza.mjs')} "$@"
`
}
