import { setPriority } from 'node:os'

/** Of the system: 0 is usual, 19 comes after all others. */
const afterOthers = 10

// Linux counts priorities by thread. Elsewhere this would slow down the whole process.
if (process.platform === 'linux') setPriority(afterOthers)

interface Called {
  readonly filename: string
  readonly name: string
  readonly given: unknown
}

/** Calls a function of a module, in the thread of what takes long. */
export async function workInTurn({ filename, name, given }: Called): Promise<unknown> {
  return await (await import(filename))[name](given)
}
