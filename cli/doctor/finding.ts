import { describeRefusal, Refusal, systemErrorCode } from '#foundation'

/** `error` needs a person now; `note` is worth knowing and needs nobody. */
export type Level = 'ok' | 'note' | 'error'

/** One thing that the doctor looked at. */
export interface DoctorFinding {
  readonly what: string
  readonly level: Level
  readonly says: string
}

/** What a look finds: it never ends in an error, for whatever is broken is what the doctor is asked for. */
export function look(what: string, at: () => Omit<DoctorFinding, 'what'>): DoctorFinding {
  try {
    return { what, ...at() }
  } catch (error) {
    if (error instanceof Refusal) return { what, level: 'error', says: describeRefusal(error) }
    const code = systemErrorCode(error)
    if (code !== undefined)
      return { what, level: 'error', says: `cannot be read by this user or from this disk (${code})` }
    throw error
  }
}
