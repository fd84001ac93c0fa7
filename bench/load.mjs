// How much of the machine others took while something was measured. Only Linux tells it.
import { existsSync, readFileSync } from 'node:fs'

const isTold = existsSync('/proc/self/stat')

/** Ticks of all processors since the machine started: those that were spent at rest, and all. */
function machineTicks() {
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n')
  const [user, nice, system, idle, waiting, ...interrupts] = line.split(/ +/).slice(1, 9).map(Number)
  const all = [user, nice, system, idle, waiting, ...interrupts].reduce((sum, one) => sum + one, 0)
  return { all, rest: idle + waiting }
}

/** Ticks of this process and of its children that have ended. */
function ownTicks() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ')
  return fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0)
}

/**
 * Begins to watch the machine.
 *
 * @returns what tells the share of all processors, 0 to 1, that other processes took since then; `undefined` where nobody knows
 */
export function watchOthers() {
  if (!isTold) return () => undefined
  const [machine, own] = [machineTicks(), ownTicks()]
  return () => {
    const now = machineTicks()
    const busy = now.all - machine.all - (now.rest - machine.rest)
    return Math.max(0, busy - (ownTicks() - own)) / Math.max(1, now.all - machine.all)
  }
}
