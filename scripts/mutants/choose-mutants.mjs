// Which mutants there are, which are known to make no difference, and in what order they are tried.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { mutantsOf } from './mutants-of.mjs'
import { targetOf, targets } from './targets.mjs'

const root = join(import.meta.dirname, '..', '..')

/** @returns all mutants of all targets, each with a number of its own */
export function allMutants() {
  const files = targets
    .flatMap(({ folder }) => readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}${name}`))
    .filter((file) => /\.(sql|ts)$/.test(file) && !/\.test\.ts$|\/testing\//.test(file))
    .sort()
  const mutants = [...new Set(files)].flatMap((file) => mutantsOf(root, file))
  return mutants.filter(({ file, isSql }) => isSql || !targetOf(file).sqlOnly).map((mutant, id) => ({ ...mutant, id }))
}

/**
 * Mutants that make no difference, with the reason.
 *
 * @returns `isExplained` of a mutant, and the entries that explain no mutant
 */
export function explanations(mutants) {
  const entries = parse(readFileSync(join(import.meta.dirname, 'explained.yaml'), 'utf8')) ?? []
  const known = new Set(entries.map(nameOf))
  const names = new Set(mutants.map(nameOf))
  return {
    isExplained: (mutant) => known.has(nameOf(mutant)),
    stale: entries.filter((entry) => !names.has(nameOf(entry)) || `${entry.why ?? ''}` === ''),
  }
}

/** What names a mutant whatever stands elsewhere in its file. */
export const nameOf = ({ file, was, is }) => [file, was, is].join('\n')

/** The same list in an order that a seed decides. */
export function shuffled(list, seed) {
  const order = new Map(list.map(({ id }) => [id, noise(id, seed)]))
  return list.toSorted((a, b) => order.get(a.id) - order.get(b.id))
}

/** A number between 0 and 1 that looks random (mulberry32). */
function noise(id, seed) {
  let state = (Math.imul(id + 1, 0x9e3779b9) + Math.imul(seed, 0x85ebca6b)) | 0
  state = Math.imul(state ^ (state >>> 15), state | 1)
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61)
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32
}
