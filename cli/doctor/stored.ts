import { join } from 'node:path'
import { verifyAuditLog } from '#api'
import { currentSigningKey } from '#dashboards'
import { openToOthers } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import {
  disclosureSecret,
  generationStore,
  pseudonymSecret,
  releaseStore,
  requireWholeRelease,
  upgradeNeeded,
} from '#warehouse'
import { type DoctorFinding, look } from './finding.ts'

/** What lies in a home: whether it is whole, and whether it is shut to others. */
export function storedFindings(home: string, { profile, contracts }: Jurisdiction): readonly DoctorFinding[] {
  return [
    look('jurisdiction', () => ({ level: 'ok', says: `${profile.name.en}, ${contracts.size} registers` })),
    look('upgrade', () => upgrade(home)),
    look('generation', () => generation(home)),
    look('release files', () => releaseFiles(home)),
    look('secrets', () => secrets(home)),
    look('signing key', () => signingKey(home)),
    look('audit log', () => auditLog(home)),
    look('files', () => files(home)),
  ]
}

type Found = Omit<DoctorFinding, 'what'>

function upgrade(home: string): Found {
  const needed = upgradeNeeded(home)
  return needed === undefined ? { level: 'ok', says: 'not needed' } : { level: 'error', says: needed }
}

function generation(home: string): Found {
  const current = generationStore.latest(home)
  if (current === undefined) return { level: 'note', says: 'none is published' }
  return { level: 'ok', says: `${current.id} of ${current.builtAt}${current.synthetic ? ', synthetic data' : ''}` }
}

/** Every file of the current release is read and compared with its hash. */
function releaseFiles(home: string): Found {
  const current = releaseStore.latest(home)
  if (current === undefined) return { level: 'note', says: 'nothing is published' }
  requireWholeRelease(home, current)
  return { level: 'ok', says: `those of ${current.id} are whole` }
}

/** Those with which something was made: they are read, and never made here. */
function secrets(home: string): Found {
  if (generationStore.list(home).length > 0) pseudonymSecret(home)
  if (releaseStore.list(home).length > 0) disclosureSecret(home)
  return { level: 'ok', says: 'those of the figures' }
}

function signingKey(home: string): Found {
  // A host for readers has no facts, and verifies without the private half.
  if (generationStore.list(home).length === 0) return { level: 'ok', says: 'not looked at: nothing is made here' }
  const key = currentSigningKey(join(home, 'signing'))
  if (key === undefined) return { level: 'note', says: 'none yet: the first exported file makes one' }
  return { level: 'ok', says: `${key.publicKey.slice(-12)}, since ${key.since.slice(0, 10)}` }
}

function auditLog(home: string): Found {
  const { files: count, anchoredAt } = verifyAuditLog(home)
  if (anchoredAt === undefined)
    return { level: 'note', says: 'not signed yet: the first nightly run after an exact answer signs it' }
  return { level: 'ok', says: `${count} files, signed ${anchoredAt.slice(0, 10)}` }
}

function files(home: string): Found {
  const open = openToOthers(home)
  const [first = ''] = open
  if (open.length === 0) return { level: 'ok', says: 'nobody else may read them' }
  const says = `open to other users: ${open.length}, such as ${first}; the next nightly run shuts those of its own user`
  return { level: 'error', says }
}
