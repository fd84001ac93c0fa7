import { Refusal } from '#foundation'
import { accountNamed, groupNamed, isMember, isRoot, runAsRoot } from './accounts.ts'
import type { Step } from './step.ts'

const accountName = /^[a-z_][a-z0-9_-]{0,30}$/

/** @throws {@link Refusal} `BAD_PARAMETER` for a name that no system takes */
export function requireName(parameter: 'user' | 'senders', name: string): void {
  if (accountName.test(name)) return
  const advice = `--${parameter} is a name in small letters, such as taraza.`
  throw new Refusal('BAD_PARAMETER', advice, { parameter })
}

/** The user of the service. It is made where it was named and is missing. */
export function userStep(name: string, home: string): Step {
  const command = [
    ...['useradd', '--system', '--user-group', '--no-create-home', '--home-dir', home],
    ...['--shell', '/usr/sbin/nologin', name],
  ]
  return {
    what: `user ${name}`,
    state: () => (accountNamed(name) === undefined ? madeByRoot(`user "${name}"`, command) : 'there'),
    make: () => runAsRoot(command),
  }
}

/** The group of the senders, with the user of the service in it: files of senders can be read by the group alone. */
export function groupSteps(name: string, user: string): readonly Step[] {
  const [addition, membership] = [
    ['groupadd', '--system', name],
    ['usermod', '--append', '--groups', name, user],
  ]
  return [
    {
      what: `group ${name}`,
      state: () => (groupNamed(name) === undefined ? madeByRoot(`group "${name}"`, addition) : 'there'),
      make: () => runAsRoot(addition),
    },
    {
      what: `user ${user} in group ${name}`,
      state: () => (isMember(user, name) ? 'there' : madeByRoot(`"${user}" in the group "${name}"`, membership)),
      make: () => runAsRoot(membership),
    },
  ]
}

/** @throws {@link Refusal} `ROOT_NEEDED` with the command, for whoever may not run it */
function madeByRoot(what: string, command: readonly string[]): 'missing' {
  if (isRoot()) return 'missing'
  const advice = `There is no ${what}, and only root can make it. Run: sudo ${command.join(' ')}`
  throw new Refusal('ROOT_NEEDED', advice)
}
