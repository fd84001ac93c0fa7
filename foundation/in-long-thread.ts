import { setPriority } from 'node:os'

/** Of the system: 0 is usual, 19 comes after all others. */
const afterOthers = 10

// Linux counts priorities by thread. Elsewhere this would slow down the whole process.
if (process.platform === 'linux') setPriority(afterOthers)

export { workInTurn } from './in-ended-thread.ts'
