import { join, resolve } from 'node:path'
import { Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { generationStore, homeJurisdiction, isSampleHome, requireJurisdiction } from '#warehouse'
import { type Configuration, incomingFolder } from '../configuration.ts'
import { groupSteps, requireName, userStep } from './account-steps.ts'
import { accountNamed, isRoot, ownName } from './accounts.ts'
import { fileStep, settingsStep } from './file-steps.ts'
import { homeStep, incomingStep } from './folder-steps.ts'
import { homeSteps, readableStep } from './home-steps.ts'
import { launcherText } from './launcher.ts'
import { nextSteps, nextStepsOfKnown, nextStepsOfRestore } from './next-steps.ts'
import type { Step } from './step.ts'
import { type Installation, unitFiles } from './unit-files.ts'

/** What may be said of an installation; the settings say the rest. */
export interface InstallationOptions {
  readonly home?: string
  readonly jurisdiction?: string
  readonly user?: string
  readonly incoming?: string
  readonly senders?: string
  readonly units?: string
  readonly environment?: string
  readonly command?: string
  /** Whether a backup is to make the home: then nothing is put into the data directory. */
  readonly forRestore?: boolean
}

interface Plan {
  readonly steps: readonly Step[]
  /** What the operator does then. */
  readonly next: readonly string[]
}

/**
 * What an installation consists of, in the order in which it is made. The data directory says whose figures it has as the last of
 * its files: what was stopped before is finished by the next call.
 *
 * @throws {@link Refusal} `OTHER_JURISDICTION`, `NOT_A_HOME`, `JURISDICTION_NEEDED`, `UNKNOWN_JURISDICTION`, `JURISDICTION_INVALID`,
 *   `SAMPLE_HOME`, `NOT_EMPTY` for a restore where a home is, `USER_NEEDED`, `INCOMING_IN_HOME`, `NOT_FOR_A_UNIT`
 */
export function planInstallation(options: InstallationOptions, configuration: Configuration): Plan {
  const { senders, forRestore = false } = options
  const home = options.home === undefined ? configuration.TARAZA_HOME : resolve(options.home)
  if (forRestore) requireNoHome(home)
  const code = forRestore ? options.jurisdiction : requireJurisdiction(home, options.jurisdiction)
  if (isSampleHome(home)) throw sampleHome(home)
  const user = userOf(options)
  const incoming = options.incoming === undefined ? configuration.TARAZA_INCOMING : resolve(options.incoming)
  if (senders !== undefined) requireName('senders', senders)
  if (senders !== undefined && incoming === undefined) throw incomingNeeded()
  const installation = {
    node: process.execPath,
    home,
    user,
    group: accountNamed(user)?.group ?? user,
    incoming,
    jurisdictions: configuration.TARAZA_JURISDICTIONS,
    backups: configuration.TARAZA_BACKUP_DIR,
    environment: resolve(options.environment ?? '/etc/taraza/environment'),
    timeZone: code === undefined ? ownTimeZone() : loadJurisdiction(code).profile.time_zone,
  }
  return {
    steps: [
      ...(options.user === undefined ? [] : [userStep(user, home)]),
      ...(senders === undefined ? [] : groupSteps(senders, user)),
      homeStep(home, user),
      ...(forRestore || code === undefined ? [readableStep(user, code)] : homeSteps(home, user, code)),
      ...(incoming === undefined ? [] : [incomingStep(incoming, home, user, senders)]),
      ...systemSteps(installation, options),
    ],
    next: nextFor(
      home,
      forRestore,
    )({
      installation,
      incoming: incoming ?? incomingFolder({ ...configuration, TARAZA_HOME: home }),
      units: options.units,
      command: options.command && resolve(options.command),
    }),
  }
}

function nextFor(home: string, forRestore: boolean): typeof nextSteps {
  if (forRestore) return nextStepsOfRestore
  return generationStore.list(home).length === 0 ? nextSteps : nextStepsOfKnown
}

/** Files outside of the data directory, where they were asked for. */
function systemSteps(installation: Installation, options: InstallationOptions): readonly Step[] {
  const { units, command, environment } = options
  const isAsked = units ?? command ?? environment
  if (isAsked === undefined) return []
  const group = () => accountNamed(installation.user)?.gid
  const launcher = { content: launcherText(installation), mode: 0o755 }
  const unit = units === undefined ? [] : [...unitFiles(installation)]
  return [
    settingsStep(installation.environment, settingsOf(installation), group),
    ...unit.map(([name, content]) => fileStep({ path: join(resolve(units ?? ''), name), content, mode: 0o644 })),
    ...(command === undefined ? [] : [fileStep({ path: resolve(command), ...launcher })]),
  ]
}

function settingsOf({ home, incoming, jurisdictions }: Installation): ReadonlyMap<string, string> {
  const settings = { TARAZA_HOME: home, TARAZA_INCOMING: incoming, TARAZA_JURISDICTIONS: jurisdictions }
  return new Map(Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

function userOf({ user }: InstallationOptions): string {
  if (user !== undefined) {
    requireName('user', user)
    return user
  }
  if (!isRoot()) return ownName()
  const advice = 'Root would own the data, and the service would run as root. Name its user: --user taraza.'
  throw new Refusal('USER_NEEDED', advice, { parameter: 'user' })
}

/** Of this machine, until a backup says whose figures they are. */
function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

function requireNoHome(home: string): void {
  if (homeJurisdiction(home) === undefined) return
  const advice =
    'A data directory is here already. A backup is restored into an empty one: name another folder with --home, or move this one away.'
  throw new Refusal('NOT_EMPTY', advice, { file: join(home, 'home.json') })
}

function sampleHome(file: string): Refusal {
  const advice =
    'This data directory was begun with the sample: it takes synthetic data only. Name another one: --home.'
  return new Refusal('SAMPLE_HOME', advice, { file })
}

function incomingNeeded(): Refusal {
  const advice = 'Name the folder in which this group lays down extracts: --incoming /srv/taraza/incoming.'
  return new Refusal('BAD_PARAMETER', advice, { parameter: 'senders' })
}
