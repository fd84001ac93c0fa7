import { printable } from '#foundation'
import { generationStore } from '#warehouse'
import { isUndecided, leftOutDeliveries } from '../nightly/left-out.ts'
import type { DoctorFinding } from './finding.ts'

const maxNamed = 5

/** Deliveries that a rollback left out: an error until somebody has decided about each. */
export function leftOutFinding(home: string): Omit<DoctorFinding, 'what'> {
  const leftOut = leftOutDeliveries(home, generationStore.current(home))
  const undecided = leftOut.filter(isUndecided)
  if (leftOut.length === 0) return { level: 'ok', says: 'none' }
  if (undecided.length === 0)
    return { level: 'note', says: `${leftOut.length}, dismissed or replaced since: taraza deliveries list` }
  const named = undecided
    .slice(0, maxNamed)
    .map(({ file, register, sha256 }) => `${printable(file)} (${register}, ${sha256.slice(0, 12)})`)
  const others = undecided.length > maxNamed ? ` and ${undecided.length - maxNamed} others` : ''
  const says = `${named.join(', ')}${others}: taraza deliveries retake HASH, or taraza deliveries dismiss HASH`
  return { level: 'error', says }
}
