import { type ClaimPromise, measureClaims, type RoundedBlock, type StratumMeasure } from '../rounding/index.ts'
import type { Attack, AttackTally, StratumRow } from './attack.ts'
import { type AttackedCube, nameOfCode, namesOfAnswer } from './attacked-cube.ts'

/** Claims whatever is published of everybody who is unique on what is known. */
export const naiveClaims: Attack = {
  name: 'claims',
  how: 'what the finest cells say of everybody who is unique on all that is known',
  async run({ cubes, promise }) {
    return cubes.flatMap((cube) =>
      measureClaims([...cube.blocks.values()], cube.protection.rule, promise).map(
        ({ answer, claimed, right, limit }): AttackTally => ({
          cube: cube.name,
          answer,
          attacked: claimed,
          recovered: right,
          tolerated: Math.min(1, limit),
        }),
      ),
    )
  },
}

/** Keeps the claims of the stratum in which they are likeliest: every stratum that public figures let anybody choose. */
export const chosenClaims: Attack = {
  name: 'claims, chosen',
  how: 'the same in the stratum that is best to choose: by side and its prior, by answer, by all that is known and crossings',
  async run({ cubes, promise }) {
    return cubes.flatMap((cube) => worstStrata(cube, [...cube.blocks.values()], promise))
  },
}

/** Claims on what some blocks of a cube publish, each answer in the stratum that is nearest to its limit. */
export function worstStrata(
  cube: AttackedCube,
  blocks: readonly RoundedBlock[],
  promise: ClaimPromise,
): readonly AttackTally[] {
  return measureClaims(blocks, cube.protection.rule, promise).flatMap(({ answer, strata, kept }): AttackTally[] => {
    const [worst] = strata
    if (worst === undefined) return []
    const { claims: attacked, right: recovered, limit: tolerated } = worst
    const rows = strata.map((stratum) => rowOf(stratum, cube))
    return [{ cube: cube.name, answer, attacked, recovered, tolerated, isBroken: !kept, strata: rows }]
  })
}

/** Says the other side than is published: protection that avoids the true side too well would betray it. */
export const oppositeClaims: Attack = {
  name: 'claims, opposite',
  how: 'the other side of a yes-or-no question than is published, in the stratum that is best to choose',
  async run({ cubes, promise }) {
    return cubes.flatMap((cube) => {
      const { answers } = cube.protection.rule.claims
      const measures = measureClaims([...cube.blocks.values()], cube.protection.rule, promise)
      return measures.flatMap(({ answer, strata }, index): AttackTally[] => {
        if (answers[index]?.yes === undefined) return []
        const opposite = strata.map(({ claims, right, guessed, ...stratum }) => {
          const limit = guessed / claims + promise.overGuessing
          return rowOf({ ...stratum, claims, right: claims - right, guessed, limit, gain: undefined }, cube)
        })
        const rows = opposite.toSorted((one, other) => excessOf(other) - excessOf(one))
        const [worst] = rows
        const among = rows.length
        return worst === undefined ? [] : [{ cube: cube.name, answer, ...tallyOf(worst), among, strata: rows }]
      })
    })
  },
}

/** By how much more claims are right than their limit, by what chance does in as many claims. */
function excessOf({ claims, right, limit }: StratumRow): number {
  return (right - limit) * Math.sqrt(claims)
}

/** A stratum as a tally: many are tried for the worst one, so it is judged beyond chance. */
export function tallyOf({ claims, right, limit }: StratumRow) {
  return { attacked: claims, recovered: Math.round(right * claims), tolerated: Math.min(1, limit) }
}

function rowOf({ parts, claims, right, guessed, limit, gain }: StratumMeasure, cube: AttackedCube): StratumRow {
  const named = parts.map(({ name, code }) => `${name} ${nameOfPart(name, code, cube)}`)
  return {
    stratum: named.length === 0 ? 'all' : named.join(', '),
    claims,
    right: right / claims,
    guessing: guessed / claims,
    limit,
    gain: gain ?? null,
  }
}

function nameOfPart(name: string, code: number, cube: AttackedCube): string {
  const { varied } = cube.protection.rule.decoys
  if (name === 'side') return code === 1 ? 'yes' : 'no'
  if (name === 'tenth') return `${code * 10}-${code * 10 + 10} %`
  if (name === 'answer_prior') return `${code * 5}-${code * 5 + 5} %`
  return name === 'answer' ? namesOfAnswer(cube, varied, code) : nameOfCode(cube, name, code)
}
