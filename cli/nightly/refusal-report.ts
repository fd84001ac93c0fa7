import type { Refusal } from '#foundation'
import type { RunReport } from '#warehouse'

/** A refusal as reports keep it. */
export function refusalReport({ code, message, place }: Refusal): RunReport['refusals'][number] {
  return { code, message, file: place.file ?? null, row: place.row ?? null, column: place.column ?? null }
}
