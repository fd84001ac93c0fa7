import { AlikeGroups } from '../rounding/claims/alike-groups.ts'
import { answersOf, claimLimit, claimOn } from '../rounding/claims/claims.ts'
import { Guesser } from '../rounding/claims/guessing.ts'
import { StratumReader } from '../rounding/claims/strata.ts'
import { uniquePeople } from '../rounding/claims/unique-people.ts'
import { type ClaimAnswer, type SecretRandom, secretRandom } from '../rounding/index.ts'
import type { Attack, AttackTally, StratumRow } from './attack.ts'
import type { AttackedCube } from './attacked-cube.ts'
import { tallyOf } from './claim-attacks.ts'
import { fitLogistic } from './logistic.ts'

const trusted = 100
const chosenStrata = 20
const fewestInStratum = 50

/** A claim on somebody, with everything that an attacker can see of it. */
interface SeenClaim {
  readonly codes: readonly number[]
  readonly isRight: boolean
  readonly isGuessed: boolean
}

/**
 * Learns from the truth about half of the people which claims are right, and claims on the other half: the claims that a
 * logistic model trusts most, and those of the pairs of attributes in which most were right.
 */
export const adaptiveClaims: Attack = {
  name: 'claims, adaptive',
  how: 'fitted on the truth about half of the people, judged on the other half',
  async run({ cubes, promise }) {
    return cubes.flatMap((cube) =>
      cube.protection.rule.claims.answers.flatMap((answer): AttackTally[] => {
        const claims = claimsOf(cube, answer)
        if (claims.length < 4 * promise.from) return []
        const random = secretRandom(Buffer.from('halves'), cube.name, answer.name)
        const rows = bothWays(claims, random).map(({ name, chosen }): StratumRow => {
          const share = (isOne: (claim: SeenClaim) => boolean) => chosen.filter(isOne).length / chosen.length
          const guessing = share(({ isGuessed }) => isGuessed)
          const limit = claimLimit(guessing, answer, promise)
          const right = share((claim) => claim.isRight)
          return { stratum: name, claims: chosen.length, right, guessing, limit, gain: null }
        })
        const [worst] = rows.toSorted((one, other) => other.right - other.limit - (one.right - one.limit))
        if (worst === undefined) return []
        return [{ cube: cube.name, answer: answer.name, ...tallyOf(worst), strata: rows }]
      }),
    )
  },
}

/** What each half teaches about the other, put together. */
function bothWays(claims: readonly SeenClaim[], random: SecretRandom) {
  const isFirst = claims.map(() => random.below(2) === 0)
  const halves = [claims.filter((_, place) => isFirst[place]), claims.filter((_, place) => !isFirst[place])] as const
  const ways = [halves, [halves[1], halves[0]] as const]
  return [
    { name: 'trusted most', chosen: ways.flatMap(([known, others]) => topTrusted(known, others, random)) },
    { name: 'best pairs', chosen: ways.flatMap(([known, others]) => inBestPairs(known, others)) },
  ].filter(({ chosen }) => chosen.length > 0)
}

function topTrusted(known: readonly SeenClaim[], others: readonly SeenClaim[], random: SecretRandom) {
  const numbers = new Map<string, number>()
  const marksOf = ({ codes }: SeenClaim) =>
    codes.map((code, place) => {
      const mark = `${place}:${code}`
      const number = numbers.get(mark) ?? numbers.size
      numbers.set(mark, number)
      return number
    })
  const areRight = known.map(({ isRight }) => isRight)
  const chanceOf = fitLogistic(known.map(marksOf), areRight, random)
  const ranked = others.map((claim) => ({ claim, chance: chanceOf(marksOf(claim)) }))
  return ranked
    .sort((one, other) => other.chance - one.chance)
    .slice(0, trusted)
    .map(({ claim }) => claim)
}

/** Claims of the other half that lie in one of the pairs of attributes in which most of the known half were right. */
function inBestPairs(known: readonly SeenClaim[], others: readonly SeenClaim[]): readonly SeenClaim[] {
  const sums = new Map<string, { claims: number; right: number }>()
  for (const claim of known)
    for (const pair of pairsOf(claim)) {
      const sum = sums.get(pair) ?? { claims: 0, right: 0 }
      sums.set(pair, sum)
      sum.claims += 1
      sum.right += Number(claim.isRight)
    }
  const best = [...sums]
    .filter(([, { claims }]) => claims >= fewestInStratum)
    .sort(([, one], [, other]) => other.right / other.claims - one.right / one.claims)
    .slice(0, chosenStrata)
  const names = new Set(best.map(([pair]) => pair))
  return others.filter((claim) => pairsOf(claim).some((pair) => names.has(pair)))
}

function pairsOf({ codes }: SeenClaim): readonly string[] {
  return codes.flatMap((code, place) =>
    codes.slice(place + 1).map((other, later) => `${place}:${code} ${place + 1 + later}:${other}`),
  )
}

function claimsOf({ solved, protection: { rule } }: AttackedCube, answer: ClaimAnswer): readonly SeenClaim[] {
  const { dimensions, claims, decoys } = rule
  const alike = new AlikeGroups(solved.cells, dimensions, decoys, solved.published)
  const reader = new StratumReader(solved.cells, dimensions, claims.known, alike)
  const answers = answersOf(answer, dimensions, solved.cells)
  const guesser = new Guesser(answers)
  return uniquePeople(solved, dimensions, claims.known).flatMap((person): SeenClaim[] => {
    const claimed = claimOn(person, answers)
    if (claimed === undefined) return []
    const group = alike.groupOf(solved.cells, person.cell)
    const truth = answers[person.cell]
    const isGuessed = guesser.guess(group) === truth
    return [{ codes: reader.codesOf(claimed, group), isRight: answers[claimed] === truth, isGuessed }]
  })
}
