import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#foundation'
import { isSecret } from './home-files.ts'
import { leftByRestore } from './restoring.ts'

/** What may lie in a folder that a home is restored into: what file systems and locks put there. */
const ownNames = new Set(['writer.lock', 'lost+found'])
const draftName = /^(?:home|restoring)\.json\.\d+\.new$/

/**
 * Requires that a folder contains no file, except for secrets and what a killed restore left. Empty folders may be there, and
 * other disks be mounted at them.
 *
 * @throws {@link Refusal} `NOT_EMPTY` that names the first file
 */
export function requireEmptyHome(home: string): void {
  const stats = statSync(home, { throwIfNoEntry: false })
  if (stats === undefined) return
  const left = leftByRestore(home)
  const isForeign = (path: string) => !(left.has(path) || isSecret(path))
  const found = stats.isDirectory() ? filesBelow(home, '').find(isForeign) : ''
  if (found === undefined) return
  if (existsSync(join(home, 'home.json'))) throw homeIsThere(join(home, 'home.json'))
  const advice = 'Restore into a new or an empty folder: nothing is overwritten.'
  throw new Refusal('NOT_EMPTY', advice, { file: join(home, found) })
}

function homeIsThere(file: string): Refusal {
  const advice =
    'A data directory is here already, and nothing is overwritten. Restore into a new or an empty folder. On a new machine "taraza init --for-restore" makes one, with everything else that a service needs.'
  return new Refusal('NOT_EMPTY', advice, { file })
}

function filesBelow(home: string, folder: string): readonly string[] {
  return readdirSync(join(home, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    const isOwn = folder === '' && (entry.name.startsWith('.') || ownNames.has(path) || draftName.test(path))
    if (isOwn) return []
    return entry.isDirectory() ? filesBelow(home, path) : [path]
  })
}
