import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describeRefusal, printable, Refusal } from '#foundation'
import { type Jurisdiction, loadJurisdiction } from '#jurisdictions'
import { generationStore, hasOpenGap, homeJurisdiction, requireNoHalfRestore } from '#warehouse'
import type { Configuration } from '../configuration.ts'
import { requireSoundLock } from '../nightly/writer-lock.ts'
import { backupFinding } from './backup-finding.ts'
import { channelFindings } from './channels.ts'
import { dueFindings } from './due.ts'
import { requireReadableFacts } from './facts.ts'
import { type DoctorFinding, look, lookInto } from './finding.ts'
import { incomingFinding, missingFinding } from './incoming-finding.ts'
import { leftOutFinding } from './left-out-finding.ts'
import { machineFindings } from './machine.ts'
import { seldomReadFindings } from './seldom-read.ts'
import { storedFindings } from './stored.ts'

/** The machine, what lies in the home, and what should have happened by now. */
export async function findings(configuration: Configuration, now: Date): Promise<readonly DoctorFinding[]> {
  return [...machineFindings(configuration), ...(await homeFindings(configuration, now))]
}

async function homeFindings(configuration: Configuration, now: Date): Promise<readonly DoctorFinding[]> {
  const { TARAZA_HOME: home } = configuration
  try {
    const pipes = noFilesIn(home)
    if (pipes.length > 0) return pipes
    const code = homeJurisdiction(home)
    if (code === undefined) return [look('home', () => missingHome(home))]
    const jurisdiction = loadJurisdiction(code)
    return [
      look('incoming', () => incomingFinding(configuration)),
      ...missingFindings(configuration, jurisdiction),
      ...storedFindings(home, jurisdiction),
      look('left out', () => leftOutFinding(home)),
      look('backup', () => backupFinding(home, now)),
      await lookInto('facts', () => facts(home)),
      ...(await seldomReadFindings(home)),
      ...(hasOpenGap(home) ? [restoredFinding] : []),
      look('lock', () => lock(home)),
      ...channelFindings(configuration, jurisdiction),
      ...(await dueFindings(configuration, jurisdiction, now)),
    ]
  } catch (error) {
    if (error instanceof Refusal) return [{ what: 'home', level: 'error', says: describeRefusal(error) }]
    throw error
  }
}

/** Whatever is neither a file nor a folder or a link is not of the program, and reading it may never end. */
function noFilesIn(home: string): readonly DoctorFinding[] {
  return entriesBelow(home)
    .filter((entry) => entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice())
    .map((entry) => {
      const path = printable(join(entry.parentPath, entry.name))
      return {
        what: 'files',
        level: 'error',
        says: `${path} is no file: remove it, and restore the file from the backup`,
      }
    })
}

/** What this user can see. What it cannot see is told where it is looked at. */
function entriesBelow(folder: string): readonly Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.flatMap((entry) => [entry, ...(entry.isDirectory() ? entriesBelow(join(folder, entry.name)) : [])])
  } catch {
    return []
  }
}

/** A monitor asks of a home that was there: it is missing where its disk is not mounted. */
function missingHome(home: string): Omit<DoctorFinding, 'what'> {
  requireNoHalfRestore(home)
  const says = `there is none in ${home}. If its disk is not mounted, mount it. A new one begins with: taraza init --jurisdiction …, one from a backup with: taraza restore FOLDER`
  return { level: 'error', says }
}

const restoredFinding: DoctorFinding = {
  what: 'restored',
  level: 'error',
  says: 'part of what analysts were told is not known, after a restore or because the file of it was lost: taraza token list, then taraza budget accept --by NAME',
}

/** A folder that cannot be read is told where it was looked at. */
function missingFindings(configuration: Configuration, jurisdiction: Jurisdiction): readonly DoctorFinding[] {
  if (incomingFinding(configuration).level === 'error') return []
  return [look('missing files', () => missingFinding(configuration, jurisdiction))]
}

async function facts(home: string): Promise<Omit<DoctorFinding, 'what'>> {
  const generation = generationStore.current(home)
  if (generation !== undefined) await requireReadableFacts(home, generation)
  return { level: 'ok', says: 'those that are served can be read' }
}

/** Looked at only: whoever takes it keeps a nightly run from its work. */
function lock(home: string): Omit<DoctorFinding, 'what'> {
  requireSoundLock(home)
  return { level: 'ok', says: 'whole' }
}
