import { spawnSync } from 'node:child_process'
import { userInfo } from 'node:os'
import { Refusal } from '#foundation'

/** A user of this machine, with the group that its files have. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly group: string
}

/** Whether this process may make users and give files away. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0
}

interface Entry extends Account {
  /** The names of all groups that the user is in. */
  readonly groups: readonly string[]
}

/** What the system said of users: to ask takes a process. */
const known = new Map<string, Entry>()

function entryOf(name: string): Entry | undefined {
  const entry = known.get(name) ?? askedEntry(name)
  if (entry !== undefined) known.set(name, entry)
  return entry
}

/** `uid=1(daemon) gid=1(daemon) groups=1(daemon),8(mail)`, where a number may have no name. */
function askedEntry(name: string): Entry | undefined {
  const fields = (output('id', '--', name) ?? '').split(' ').map((field) => field.split('=')[1]?.split(',') ?? [])
  const [[user] = [], [group] = [], groups = []] = fields
  if (user === undefined || group === undefined) return undefined
  const [uid, gid] = [user, group].map((one) => Number.parseInt(one, 10)) as [number, number]
  return { name, uid, gid, group: nameIn(group), groups: groups.map(nameIn) }
}

/** The name in `8(mail)`, or the number where it has none. */
function nameIn(numbered: string): string {
  return numbered.split('(')[1]?.slice(0, -1) ?? numbered
}

/** The user of a name, or `undefined` where there is none. */
export function accountNamed(name: string): Account | undefined {
  return entryOf(name)
}

/** Whether a user is in a group. */
export function isMember(user: string, group: string): boolean {
  return entryOf(user)?.groups.includes(group) ?? false
}

/** The name of the user who runs this process. */
export function ownName(): string {
  return userInfo().username
}

/** The number of a group, or `undefined` where there is none. */
export function groupNamed(name: string): number | undefined {
  const entry = output('getent', 'group', name)
  return entry === undefined ? undefined : Number(entry.split(':')[2])
}

/** Runs a command that makes a user or a group. @throws {@link Refusal} `ACCOUNT_NOT_MADE` with what it said */
export function runAsRoot([program = '', ...words]: readonly string[]): void {
  known.clear()
  const { error, status, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if (status === 0) return
  const reason = error?.message ?? stderr.trim()
  throw new Refusal('ACCOUNT_NOT_MADE', `"${[program, ...words].join(' ')}" failed: ${reason}. Run it by hand.`)
}

/** Works with the rights of a user, who then owns what is made; only root can work as somebody else. */
export function asAccount<T>({ uid, gid }: Account, work: () => T): T {
  const { seteuid, setegid } = process
  if (!isRoot() || uid === 0 || seteuid === undefined || setegid === undefined) return work()
  setegid.call(process, gid)
  try {
    seteuid.call(process, uid)
    return work()
  } finally {
    seteuid.call(process, 0)
    setegid.call(process, 0)
  }
}

function output(program: string, ...words: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(program, words, { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}
