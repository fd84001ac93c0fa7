// Work that costs what a test wants. Threads run no TypeScript, so this is none.
import { isMainThread, threadId } from 'node:worker_threads'

/** @param {'answer' | 'fail' | 'time' | 'memory'} kind */
export function work(kind) {
  if (kind === 'fail') throw new TypeError('it failed')
  if (kind === 'time') for (;;);
  if (kind === 'memory') for (const held = []; ; ) held.push({ held })
  return { isMainThread, threadId }
}
