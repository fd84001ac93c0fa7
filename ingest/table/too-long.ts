import { Refusal } from '#foundation'

/** A longer line is no row of a register: somebody put a document into a cell. */
export const maxLineBytes = 64 * 1024

/** The refusal of a file with a longer line. */
export function tooLong(file: string): Refusal {
  const advice = `A line has more than ${maxLineBytes / 1024} KiB. Send codes and numbers only, no documents.`
  return new Refusal('FIELD_TOO_LONG', advice, { file })
}
