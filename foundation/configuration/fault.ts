import { printable } from '../refusal/printable.ts'
import { type Fault, Refusal } from '../refusal/refusal.ts'
import { nearestName } from './nearest.ts'

/** Where something is wrong in the configuration, and by which code it is told. */
export interface FaultPlace {
  readonly code: string
  readonly file: string
  readonly line?: number | undefined
}

const maxNamed = 40

/**
 * A name that is not known where it stands: the fault says which one is nearest, and which there are.
 *
 * @param where - the keys that lead to it, such as `panels.2.query.by`
 * @param what - what it should be the name of, such as `dimension`
 */
export function unknownName(
  word: string,
  allowed: readonly string[],
  { where, what, ...place }: FaultPlace & { readonly where: string; readonly what: string },
): Fault {
  const meant = nearestName(word, allowed)
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  const named = allowed.length === 0 || allowed.length > maxNamed ? '' : ` There are: ${allowed.join(', ')}.`
  const message = `${where}: there is no ${what} "${word}".${hint}${named}`
  return { ...fault(place, message), word, allowed, ...(meant === undefined ? {} : { nearest: meant }) }
}

/** Something that is wrong in a file. */
export function fault({ code, file, line }: FaultPlace, message: string): Fault {
  return { code, file, message, ...(line === undefined ? {} : { line }) }
}

/** The faults of a failed reading; anything else is thrown on. */
export function faultsIn(error: unknown): readonly Fault[] {
  if (!(error instanceof Refusal)) throw error
  const { code, message, place } = error
  if (place.faults !== undefined) return place.faults
  if (place.file === undefined) throw error
  const { file, line, allowed } = place
  return [{ ...fault({ code, file, line }, message), ...(allowed === undefined ? {} : { allowed }) }]
}

/** @throws {@link Refusal} with all faults, unless there is none: their code, or `CONFIGURATION_INVALID` where they have several */
export function requireNoFaults(faults: readonly Fault[]): void {
  const [first] = faults
  if (first === undefined) return
  const { code, message, file, line, allowed } = first
  if (faults.length === 1) {
    const place = { file, ...(line === undefined ? {} : { line }), ...(allowed === undefined ? {} : { allowed }) }
    throw new Refusal(code, message, { ...place, faults })
  }
  const common = faults.every((other) => other.code === code) ? code : 'CONFIGURATION_INVALID'
  const lines = faults.map((one) => `${describePlace(one)}${one.message} [${one.code}]`)
  throw new Refusal(
    common,
    `There are ${faults.length} faults:\n${lines.join('\n')}\nMend them all, then start again.`,
    {
      faults,
    },
  )
}

function describePlace({ file, line }: Fault): string {
  return `${printable(file)}${line === undefined ? '' : `:${line}`}: `
}
