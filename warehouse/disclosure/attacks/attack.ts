import { clopperPearsonInterval } from '#statistics'
import type { Dataset } from '../../catalog/dataset.ts'
import type { ReleaseManifest } from '../../releases/store/manifest.ts'
import type { ClaimPromise } from '../rounding/index.ts'
import type { AttackedCube } from './attacked-cube.ts'

export type AnswerRow = Readonly<Record<string, string | number | boolean | null>>

/** What a question looks like to an attacker: parameters of the API. */
export type Asked = Readonly<Record<string, string>>

/** What an attack has to work with: the questions that anybody may ask, and the truth to judge its guesses by. */
export interface AttackContext {
  /** Answers a public question. Every call is counted. */
  ask(dataset: string, question: Asked): Promise<readonly AnswerRow[]>
  /** The same at the level of analysts, where it can be asked. */
  readonly askAnalyst: ((dataset: string, question: Asked) => Promise<readonly AnswerRow[]>) | undefined
  /** Texts that stand beside figures: catalog, manifests, pages. */
  readonly documents: readonly string[]
  /** Every table that analysts may ask, as the release and the one before it tell it; left out where there is no such one. */
  readonly analystTables?: (() => AsyncIterable<AnalystTable>) | undefined
  /** What can be asked of cubes. */
  readonly datasets: readonly Dataset[]
  /** Every cube that is published protected. */
  readonly cubes: readonly AttackedCube[]
  /** What is promised of claims. */
  readonly promise: ClaimPromise
  readonly release: ReleaseManifest
  /** Cells that one attack goes for. */
  readonly effort: number
  /** Whether attacks that take minutes run too. */
  readonly long: boolean
}

/** A table as analysts are told it by several releases, the oldest first: counts by cell in one order. */
export interface AnalystTable {
  readonly cube: string
  readonly name: string
  readonly counted: readonly Int32Array[]
  readonly published: readonly Int32Array[]
  /** The sums of record keys of the same cells: cells of several tables with equal ones hold the same people. */
  readonly keys: readonly ArrayLike<number>[]
}

/** `few` is no verdict: guesses at a tolerated rate need many targets before they say anything. */
export type AttackVerdict = 'safe' | 'few' | 'broken'

/** One stratum of claims; shares from 0 to 1. */
export interface StratumRow {
  readonly stratum: string
  readonly claims: number
  readonly right: number
  /** The same people, by what is published of people alike. */
  readonly guessing: number
  readonly limit: number
  /** Over guessing on everybody unique in the stratum; of yes-or-no questions. */
  readonly gain: number | null
}

/** What came of one attack on a release. */
export interface AttackResult {
  readonly attack: string
  /** The cube that was attacked, and what was claimed; null for attacks on all at once. */
  readonly cube: string | null
  readonly answer: string | null
  readonly questions: number
  /** Secrets that the attack went for. */
  readonly attacked: number
  /** Of those, what it got right and could be sure of. */
  readonly recovered: number
  /** What it may get right by guessing, as a share. */
  readonly tolerated: number
  readonly verdict: AttackVerdict
  readonly how: string
  readonly strata: readonly StratumRow[]
}

/** One attack. It returns nothing where a release has nothing to attack in this way. */
export interface Attack {
  readonly name: string
  readonly how: string
  run(field: AttackContext): Promise<readonly AttackTally[]>
}

export interface AttackTally {
  readonly cube?: string
  readonly answer?: string
  readonly attacked: number
  readonly recovered: number
  readonly tolerated?: number
  /** Of so many strata this is the worst: each could be it by chance. */
  readonly among?: number
  /** Where the attack judges what it counted itself, not by chance. */
  readonly isBroken?: boolean
  readonly strata?: readonly StratumRow[]
}

/** Runs an attack and judges it, cube by cube. */
export async function judgeAttack(attack: Attack, field: AttackContext): Promise<readonly AttackResult[]> {
  let questions = 0
  const counting: AttackContext = {
    ...field,
    ask: (...question) => {
      questions += 1
      return field.ask(...question)
    },
    askAnalyst:
      field.askAnalyst &&
      ((...question) => {
        questions += 1
        return field.askAnalyst?.(...question) ?? Promise.resolve([])
      }),
  }
  const tallies = await attack.run(counting)
  return tallies.map((tally) => {
    const { cube = null, answer = null, attacked, recovered, tolerated = 0, strata = [] } = tally
    const common = { attack: attack.name, cube, answer, questions, attacked, recovered, tolerated }
    return { ...common, verdict: verdictOn(tally), how: attack.how, strata }
  })
}

const fewestTargets = 30
/** Per cent: an audit has dozens of attacks and runs at every release, so chance alone must not break it. */
const mistaken = 0.2

/** Broken is what recovers more than its rate of guessing with certainty, by the exact interval of the share. */
export function verdictOn({ attacked, recovered, tolerated = 0, among = 1, isBroken }: AttackTally): AttackVerdict {
  if (isBroken !== undefined) return isBroken ? 'broken' : 'safe'
  const isGuessing = tolerated > 0 && attacked > 0
  const exact = clopperPearsonInterval({ events: recovered, total: attacked }, 100 - mistaken / among)
  const lower = isGuessing ? (exact?.lower ?? 0) : recovered
  if (lower > tolerated) return 'broken'
  return attacked === 0 || (isGuessing && attacked < fewestTargets) ? 'few' : 'safe'
}
