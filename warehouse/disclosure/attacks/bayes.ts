import { type AlikeGroup, AlikeGroups } from '../rounding/claims/alike-groups.ts'
import { answersOf, claimLimit } from '../rounding/claims/claims.ts'
import { chanceToKeep, Flow } from '../rounding/claims/flow.ts'
import { Guesser } from '../rounding/claims/guessing.ts'
import { uniquePeople } from '../rounding/claims/unique-people.ts'
import type { Attack, AttackTally, StratumRow } from './attack.ts'
import type { AttackedCube } from './attacked-cube.ts'
import { tallyOf } from './claim-attacks.ts'

const thresholds = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] as const

/**
 * Knows the published method: how often a true cell and each of its decoys is published. With what is usual among people alike
 * this gives how sure each answer is, also of people of whom nothing or several things are published; only what is sure is claimed.
 */
export const bayesianClaims: Attack = {
  name: 'claims, Bayesian',
  how: 'the published method and what is usual among people alike, claimed only where that makes an answer sure',
  async run({ cubes, promise }) {
    return cubes.flatMap((cube) => {
      const sure = surePeople(cube)
      return cube.protection.rule.claims.answers.flatMap((answer, index): AttackTally[] => {
        const rows = thresholds.flatMap((threshold): StratumRow[] => {
          const chosen = sure.map((person) => person[index] as Sure).filter(({ chance }) => chance >= threshold)
          if (chosen.length < promise.from) return []
          const share = (isOne: (one: Sure) => boolean) => chosen.filter(isOne).length / chosen.length
          const guessing = share(({ isGuessed }) => isGuessed)
          const limit = claimLimit(guessing, answer, promise)
          const stratum = `sure by ${threshold * 100} %`
          return [
            { stratum, claims: chosen.length, right: share(({ isRight }) => isRight), guessing, limit, gain: null },
          ]
        })
        const [worst] = rows.toSorted((one, other) => other.right - other.limit - (one.right - one.limit))
        if (worst === undefined) return []
        return [{ cube: cube.name, answer: answer.name, ...tallyOf(worst), strata: rows }]
      })
    })
  },
}

interface Sure {
  readonly chance: number
  readonly isRight: boolean
  readonly isGuessed: boolean
}

/** For everybody unique and each answer: what is likeliest, and how sure that is. */
function surePeople({ solved, protection: { rule } }: AttackedCube): readonly (readonly Sure[])[] {
  const { dimensions, claims, decoys } = rule
  const alike = new AlikeGroups(solved.cells, dimensions, decoys, solved.published)
  const answers = claims.answers.map((answer) => answersOf(answer, dimensions, solved.cells))
  const guessers = answers.map((own) => new Guesser(own))
  const methods = new Map<AlikeGroup, Method>()
  return uniquePeople(solved, dimensions, claims.known).map(({ cell, shown }) => {
    const group = alike.groupOf(solved.cells, cell)
    const method = methods.get(group) ?? new Method(group, decoys.perCell, rule.base)
    methods.set(group, method)
    const posterior = method.posterior(shown.map((other) => alike.answerOf(solved.cells, other)))
    return answers.map((own, index): Sure => {
      const chances = new Map<number, number>()
      for (const [place, { donor }] of group.answers.entries())
        chances.set(own[donor] as number, (chances.get(own[donor] as number) ?? 0) + (posterior[place] as number))
      const [claim, chance] = [...chances].sort(([, one], [, other]) => other - one)[0] ?? [Number.NaN, 0]
      const guess = guessers[index]?.guess(group)
      return { chance, isRight: claim === own[cell], isGuessed: guess === own[cell] }
    })
  })
}

/** The chance of each answer of a group to be published, given each truth. */
class Method {
  readonly #group: AlikeGroup
  readonly #published: readonly Float64Array[]

  constructor(group: AlikeGroup, perCell: number, base: number) {
    this.#group = group
    const flow = new Flow(group)
    const decoy = (1 - chanceToKeep) / perCell / base
    this.#published = group.answers.map((truth, own) =>
      flow
        .decoysFor(truth, perCell)
        .map((wanted, place) => (place === own ? chanceToKeep / base : Math.min(1, wanted) * decoy)),
    )
  }

  /** @param shown - the answers that are published of a person; what nobody alike is said to have tells nothing */
  posterior(shown: readonly number[]): readonly number[] {
    const { answers } = this.#group
    const isShown = answers.map(({ key }) => shown.includes(key))
    const weights = answers.map(({ units }, own) =>
      (this.#published[own] as Float64Array).reduce(
        (product, chance, place) => product * (isShown[place] ? Math.max(chance, 1e-6) : 1 - chance),
        units,
      ),
    )
    const all = weights.reduce((sum, weight) => sum + weight, 0)
    return weights.map((weight) => weight / Math.max(Number.MIN_VALUE, all))
  }
}
