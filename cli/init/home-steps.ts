import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { packagePath, privateUmask, Refusal } from '#foundation'
import { jurisdictionFolder } from '#jurisdictions'
import { disclosureSecret, homeJurisdiction, prepareHome, pseudonymSecret } from '#warehouse'
import { type Account, accountNamed, asAccount } from './accounts.ts'
import type { State, Step } from './step.ts'

/**
 * What lies in a data directory before its first night: the secrets, then whose figures it has. The user of the service makes
 * them, so that it owns them.
 */
export function homeSteps(home: string, user: string, jurisdiction: string): readonly Step[] {
  const asUser = (work: () => void) => asAccount(requireAccount(user), () => privately(work))
  return [
    readableStep(user, jurisdiction),
    {
      what: `${join(home, 'secrets')} (pseudonyms and protection: back them up apart from the data)`,
      state: () => secretsState(home),
      make: () => asUser(() => [pseudonymSecret(home), disclosureSecret(home)]),
    },
    {
      what: `${join(home, 'home.json')} (jurisdiction ${jurisdiction})`,
      state: () => (homeJurisdiction(home) === undefined ? 'missing' : 'there'),
      make: () => asUser(() => prepareHome(home, jurisdiction)),
    },
  ]
}

/** Secrets that are there are read: one that is damaged, or not that of the figures, is refused. */
function secretsState(home: string): State {
  const names = ['pseudonyms', 'disclosure']
  if (!names.every((name) => existsSync(join(home, 'secrets', `${name}.key`)))) return 'missing'
  pseudonymSecret(home)
  disclosureSecret(home)
  return 'there'
}

function privately(work: () => void): void {
  const before = process.umask(privateUmask)
  try {
    work()
  } finally {
    process.umask(before)
  }
}

function requireAccount(user: string): Account {
  const account = accountNamed(user)
  if (account === undefined) throw new Error(`no user ${user}`)
  return account
}

/**
 * The user of the service reads the program and the files of the country: they do not lie in the folder of somebody else.
 *
 * @param jurisdiction - `undefined` where a backup is to say it
 */
export function readableStep(user: string, jurisdiction: string | undefined): Step {
  const country = jurisdiction === undefined ? [] : [join(jurisdictionFolder(jurisdiction), 'jurisdiction.yaml')]
  const paths = [packagePath('package.json'), ...country]
  return {
    what: `program and files of the country, which ${user} can read`,
    state: () => {
      const account = accountNamed(user)
      if (account !== undefined) for (const path of paths) asAccount(account, () => requireReadable(path, user))
      return 'there'
    },
    make: () => {},
  }
}

/** @throws {@link Refusal} `NOT_READABLE` */
function requireReadable(path: string, user: string): void {
  try {
    closeSync(openSync(path, 'r'))
  } catch (error) {
    const advice = `The user "${user}" cannot read this file. Install it where every user can read, such as below /opt or /usr/local.`
    throw new Refusal('NOT_READABLE', advice, { file: path }, { cause: error })
  }
}
