import { type Fault, printable } from '#foundation'
import { counted } from './counted.ts'

/** What was written for a new country, and what is wrong or open in it. */
export interface Written {
  readonly folder: string
  /** How many lines of each file somebody has to complete. */
  readonly files: readonly { readonly path: string; readonly open: number }[]
  readonly faults: readonly Fault[]
}

/** So many faults are listed; the check lists all. */
const maxFaults = 20

/** What a terminal shows after a folder was written. */
export function newJurisdictionText({ folder, files, faults }: Written): string {
  const open = files.filter((file) => file.open > 0)
  const more = faults.length > maxFaults ? [`  and ${counted(faults.length - maxFaults, 'other')}`] : []
  return [
    `Wrote ${counted(files.length, 'file')} to ${printable(folder)}:`,
    ...files.map(({ path }) => `  ${path}`),
    '',
    open.length === 0 ? 'Nothing is open.' : 'TODO, by file:',
    ...open.map((file) => `  ${file.path}: ${file.open}`),
    '',
    faults.length === 0 ? 'The check finds no fault.' : `The check finds ${counted(faults.length, 'fault')}:`,
    ...faults.slice(0, maxFaults).map(({ file, line, message }) => `  ${printable(file)}:${line ?? 1}: ${message}`),
    ...more,
    '',
    `Next: taraza jurisdiction check ${printable(folder)}`,
    `Then: taraza check FILE --jurisdiction ${printable(folder)}`,
    '',
  ].join('\n')
}
