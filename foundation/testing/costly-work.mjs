// Work that costs what a test wants. The processes run what is built and no TypeScript, so this is none.

/** @param {'answer' | 'fail' | 'time' | 'memory' | 'one object'} kind */
export function work(kind) {
  if (kind === 'fail') throw new TypeError('it failed')
  if (kind === 'time') for (;;);
  if (kind === 'memory') for (const held = []; ; ) held.push({ held })
  if (kind === 'one object') return JSON.parse(`{"я${'a'.repeat(60_000_000)}":1}`)
  return { pid: process.pid }
}
