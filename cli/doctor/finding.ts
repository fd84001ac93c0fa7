import { describeRefusal, Refusal, systemErrorCode } from '#foundation'
import { asDiskRefusal } from '../disk-refusal.ts'

/** `error` needs a person now; `note` is worth knowing and needs nobody. */
export type Level = 'ok' | 'note' | 'error'

/** One thing that the doctor looked at. */
export interface DoctorFinding {
  readonly what: string
  readonly level: Level
  readonly says: string
}

type Found = Omit<DoctorFinding, 'what'>

/** What a look finds: it never ends in an error, for whatever is broken is what the doctor is asked for. */
export function look(what: string, at: () => Found): DoctorFinding {
  try {
    return { what, ...at() }
  } catch (error) {
    return { what, level: 'error', says: wrongBy(error) }
  }
}

/** The same for what takes a while. */
export async function lookInto(what: string, at: () => Promise<Found>): Promise<DoctorFinding> {
  try {
    return { what, ...(await at()) }
  } catch (error) {
    return { what, level: 'error', says: wrongBy(error) }
  }
}

function wrongBy(error: unknown): string {
  const refusal = asDiskRefusal(error)
  if (refusal instanceof Refusal) return describeRefusal(refusal)
  const code = systemErrorCode(error)
  if (code === undefined) throw error
  return `cannot be read by this user or from this disk (${code})`
}
