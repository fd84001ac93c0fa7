import { type CubeDimension, familiesOf, type ProtectionRule, secretRandom } from '../index.ts'

export const secret = Buffer.from('a secret of the tests')
export const random = (block: string, attempt: number) => secretRandom(secret, block, String(attempt))

/** A dimension of one level and the total. */
export function flat(name: string, size: number): CubeDimension {
  return {
    name,
    levels: [
      { name, size, of: Int32Array.from({ length: size }, (_, code) => code) },
      { name: 'all', size: 1, of: new Int32Array(size) },
    ],
  }
}

export const noPromise = { greatest: 1000, mean: 1000 }

export function ruleFor(dimensions: readonly CubeDimension[], more: Partial<ProtectionRule> = {}): ProtectionRule {
  const [time] = dimensions
  const varied = [dimensions.at(-1)?.name ?? '']
  return {
    base: 3,
    dimensions,
    blockLevel: 0,
    families: familiesOf(dimensions),
    promisedFamilies: [],
    promises: { promised: noPromise, block: noPromise, year: noPromise, across: noPromise },
    decoys: { perCell: 4, varied, alike: [dimensions[1]?.name ?? time?.name ?? ''] },
    claims: {
      known: dimensions.slice(0, -1).map(({ name }) => name),
      answers: [{ name: 'answer', dimensions: varied }],
    },
    schedule: { soft: 40, hard: 16 },
    controlledFrom: 1.5,
    attempts: 2,
    searchUpTo: 1e9,
    ...more,
  }
}
