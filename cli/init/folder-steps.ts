import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Refusal } from '#foundation'
import { type Account, accountNamed, groupNamed } from './accounts.ts'
import type { State, Step } from './step.ts'

const privateMode = 0o700
/** What senders write gets their group, not the one of each sender. */
const sharedMode = 0o2770
const modeBits = 0o7777

/** A folder that the user of the service owns. */
interface WantedFolder {
  readonly path: string
  readonly mode: number
  readonly owner: () => Account | undefined
  readonly group: () => number | undefined
}

/** The data directory, for its user alone. What lies in it has to belong to that user too. */
export function homeStep(path: string, user: string): Step {
  const owner = () => accountNamed(user)
  const folder = { path, mode: privateMode, owner, group: () => owner()?.gid }
  const step = folderStep(`${path} (data directory, for ${user} alone)`, folder)
  return {
    ...step,
    state: () => {
      requireOwner(path, owner())
      return step.state()
    },
  }
}

/**
 * The folder of incoming extracts.
 *
 * @param senders - the group that may write there; without one a new folder is for the user of the service alone
 * @throws {@link Refusal} `INCOMING_IN_HOME`
 */
export function incomingStep(path: string, home: string, user: string, senders: string | undefined): Step {
  for (const [inner, outer] of [
    [path, home],
    [home, path],
  ] as const)
    if (!relative(outer, inner).startsWith('..')) throw incomingInHome(path)
  const owner = () => accountNamed(user)
  if (senders !== undefined) {
    const about = `${path} (incoming extracts, from the group ${senders})`
    return folderStep(about, { path, mode: sharedMode, owner, group: () => groupNamed(senders) })
  }
  const about = `${path} (incoming extracts)`
  const step = folderStep(about, { path, mode: privateMode, owner, group: () => owner()?.gid })
  // Who may write into a folder that is there has been settled by whoever made it.
  return { ...step, state: () => (existsSync(path) ? 'there' : 'missing') }
}

function incomingInHome(file: string): Refusal {
  const advice =
    'The data directory is for its user alone: no sender can write there. Choose a folder outside, such as /srv/taraza/incoming.'
  return new Refusal('INCOMING_IN_HOME', advice, { file })
}

function folderStep(what: string, folder: WantedFolder): Step {
  const { path } = folder
  return {
    what,
    state: () => stateOf(folder),
    make: () => {
      mkdirSync(dirname(path), { recursive: true })
      if (existsSync(path)) giveTo(path, folder)
      else makeWhole(folder)
    },
  }
}

/** The folder gets its name when it has its owner and its mode. */
function makeWhole(folder: WantedFolder): void {
  const draft = `${folder.path}.${process.pid}.new`
  mkdirSync(draft, { mode: privateMode })
  giveTo(draft, folder)
  renameSync(draft, folder.path)
}

function giveTo(path: string, { mode, owner, group }: WantedFolder): void {
  const [uid, gid] = [owner()?.uid, group()]
  const { uid: ownUid, gid: ownGid } = statSync(path)
  if (uid !== undefined && gid !== undefined && (uid !== ownUid || gid !== ownGid)) chownSync(path, uid, gid)
  chmodSync(path, mode)
}

/** A new folder is finished where making it was stopped. Of one with files in it, owner and mode are changed by hand. */
function stateOf({ path, mode, owner, group }: WantedFolder): State {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 'missing'
  if (!stats.isDirectory()) throw new Refusal('NOT_A_FOLDER', 'This is not a folder. Name another one.', { file: path })
  const [uid, gid] = [owner()?.uid, group()]
  if (uid === undefined || gid === undefined) return 'missing' // its user or group is made first
  const isAsWanted = stats.uid === uid && stats.gid === gid && (stats.mode & modeBits) === mode
  if (isAsWanted) return 'there'
  if (readdirSync(path).length === 0) return 'missing'
  const commands = `chown ${uid}:${gid} ${path} && chmod ${mode.toString(8)} ${path}`
  const advice = `This folder has files in it, and another owner, group or mode than it needs. Run as root: ${commands}`
  throw new Refusal('OTHER_OWNER', advice, { file: path })
}

/** What root or somebody else made in a home, the service cannot read. @throws {@link Refusal} `OTHER_OWNER` */
function requireOwner(home: string, owner: Account | undefined): void {
  if (owner === undefined || !existsSync(home)) return
  const names = readdirSync(home, { recursive: true, encoding: 'utf8' })
  const others = names.filter((name) => lstatSync(join(home, name), { throwIfNoEntry: false })?.uid !== owner.uid)
  if (others.length === 0) return
  const advice = `Files of other users lie in this data directory: ${others.length}, such as ${others[0]}. Run as root: chown -R ${owner.name}: ${home} && chmod ${privateMode.toString(8)} ${home}`
  throw new Refusal('OTHER_OWNER', advice, { file: home })
}
