import { readdirSync, readFileSync } from 'node:fs'
import { packagePath, packageRoot, Refusal } from '#foundation'

/** What differs from one installation to the next. All paths are absolute. */
export interface Installation {
  /** Node that runs the program. */
  readonly node: string
  readonly home: string
  readonly user: string
  readonly group: string
  readonly incoming: string | undefined
  /** The folder of the operator's own country files. */
  readonly jurisdictions: string | undefined
  /** The folder of the backups, where a setting names it. */
  readonly backups: string | undefined
  /** The file with the settings. */
  readonly environment: string
  /** When the night is, such as Asia/Bishkek. */
  readonly timeZone: string
}

/** As the units of the repository have it, which are written for a usual installation. */
const [writtenHome, writtenIncoming] = ['/var/lib/taraza', '/srv/taraza/incoming']

/** The units of systemd by the names of their files, with the paths of an installation. @throws {@link Refusal} `NOT_FOR_A_UNIT` */
export function unitFiles(installation: Installation): ReadonlyMap<string, string> {
  requireForUnits(installation)
  const folder = packagePath('deploy', 'systemd')
  const names = readdirSync(folder).sort()
  const read = (name: string) => readFileSync(packagePath('deploy', 'systemd', name), 'utf8')
  return new Map(names.map((name) => [name, adapted(read(name), installation)]))
}

const writtenPaths =
  /(?:\/usr\/bin\/node|\/opt\/taraza|\/var\/lib\/taraza|\/srv\/taraza\/incoming|\/etc\/taraza\/environment)(?=[/\s]|$)/g

function adapted(unit: string, { node, home, user, group, incoming, environment, timeZone }: Installation): string {
  const paths = new Map([
    ['/usr/bin/node', node],
    ['/opt/taraza', packageRoot],
    [writtenHome, home],
    [writtenIncoming, incoming ?? writtenIncoming],
    ['/etc/taraza/environment', environment],
  ])
  return unit
    .replace(`ReadWritePaths=-${writtenIncoming}\n`, incoming === undefined ? '' : `ReadWritePaths=${incoming}\n`)
    .replaceAll(writtenPaths, (path) => paths.get(path) ?? path)
    .replace(stateDirectory, home === writtenHome ? '$&' : `ReadWritePaths=${home}\n`)
    .replace(/^User=taraza$/m, `User=${user}`)
    .replace(/^Group=taraza$/m, `Group=${group}`)
    .replace(/^(OnCalendar=.*) Asia\/Bishkek$/m, `$1 ${timeZone}`)
    .replace(/ in Bishkek\b/, `, ${timeZone}`)
}

/** systemd makes this folder below /var/lib; it makes no other one. */
const stateDirectory = /^StateDirectory=taraza\nStateDirectoryMode=0700\n/m

const plainPath = /^\/[\w./@+-]+$/
/** Folders that `ProtectHome` and `PrivateTmp` of the units hide from their service. */
export const hiddenFolders: Set<string> = new Set(['/home', '/root', '/run/user', '/tmp', '/var/tmp'])

/** @throws {@link Refusal} `NOT_FOR_A_UNIT` for paths that a unit cannot have, or that it hides from its service */
function requireForUnits({ node, home, incoming, jurisdictions, backups, environment }: Installation): void {
  for (const path of [home, incoming, backups, jurisdictions, environment, node, packageRoot]) {
    if (path === undefined) continue
    const hidden = [...hiddenFolders].find((folder) => path.startsWith(`${folder}/`))
    if (hidden !== undefined) throw notForUnit(path, `A service cannot reach it: its unit hides ${hidden}`)
    if (!plainPath.test(path)) throw notForUnit(path, 'A unit takes letters, digits and . _ - + @ in a path')
  }
}

function notForUnit(file: string, why: string): Refusal {
  return new Refusal('NOT_FOR_A_UNIT', `${why}. Use another place, such as below /opt, /srv or /usr/local.`, { file })
}
