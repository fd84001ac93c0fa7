/** A run of a home: its number, and the time of its start by the clock of the machine. */
export interface RunName {
  /** 1, 2, 3 … in the order in which runs of the home began; 0 for reports from before runs had numbers. */
  readonly sequence: number
  /** Such as `2026-11-24T02-30-00.000Z`. */
  readonly run: string
}

const ending = '.json'
const numbered = /^(\d{8,})_(.+)$/

/** The name of the file about a run. */
export function fileOfRun({ sequence, run }: RunName): string {
  return `${String(sequence).padStart(8, '0')}_${run}${ending}`
}

/** The run that a file is about; `undefined` for other files. */
export function runOfFile(file: string): RunName | undefined {
  if (!file.endsWith(ending)) return undefined
  const name = file.slice(0, -ending.length)
  const [, sequence, run] = numbered.exec(name) ?? []
  return run === undefined ? { sequence: 0, run: name } : { sequence: Number(sequence), run }
}

/** Sorts the latest first: by number, and reports without one by name. The clock may have been wrong. */
export function latestFirst(one: RunName, other: RunName): number {
  return other.sequence - one.sequence || (other.run < one.run ? -1 : 1)
}

/** The name of a run that starts at a moment. */
export function runAt(moment: Date): string {
  return moment.toISOString().replaceAll(':', '-')
}

/** When a run started, by the clock of its machine. */
export function startOfRun(run: string): Date {
  return new Date(run.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'))
}
