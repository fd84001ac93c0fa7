import type { Refusal } from '#foundation'
import { registerOfFile } from '#ingest'
import type { Jurisdiction } from '#jurisdictions'
import type { RunReport } from '#warehouse'

/** A refusal as reports keep it, with the register that it is about. */
export function refusalReport(
  { code, message, place }: Refusal,
  jurisdiction: Jurisdiction,
): RunReport['refusals'][number] {
  const { file = null, row = null, column = null } = place
  const register = place.register ?? (file === null ? undefined : registerOfFile(file, jurisdiction))
  return { code, message, file, row, column, register: register ?? null }
}
