import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral, selectRows } from '#foundation'
import { exactShareInterval } from '#statistics'
import { type Grain, grains, monthsIn } from '../../catalog/periods.ts'
import type { ReleaseManifest } from '../../releases/manifest.ts'

export type Row = Readonly<Record<string, string | number | boolean | null>>

/** What a question looks like to an attacker: parameters of the API. */
export type Asked = Readonly<Record<string, string>>

/** What an attack has to work with: the questions that anybody may ask, and the truth to judge its guesses by. */
export interface Battlefield {
  /** Answers a public question. Every call is counted. */
  ask(dataset: string, question: Asked): Promise<readonly Row[]>
  /** The same at the level of analysts, where it can be asked. */
  readonly askAnalyst: ((dataset: string, question: Asked) => Promise<readonly Row[]>) | undefined
  /** Texts that stand beside figures: catalog, manifests, pages. */
  readonly documents: readonly string[]
  /** Holds the truth: `solved_<cube>` with `counted` and `published` per cell, `before_<cube>` of the release before. */
  readonly truth: DuckDBConnection
  readonly release: ReleaseManifest
  readonly before: ReleaseManifest | undefined
  /** Cells that one attack goes for. */
  readonly effort: number
}

/** `few` is no verdict: guesses at a tolerated rate need many targets before they say anything. */
export type Verdict = 'safe' | 'few' | 'broken'

export interface AttackResult {
  readonly attack: string
  readonly questions: number
  /** Secrets that the attack went for. */
  readonly attacked: number
  /** Of those, what it got right and could be sure of. */
  readonly recovered: number
  /** What it may get right by guessing, as a share. */
  readonly tolerated: number
  readonly verdict: Verdict
  readonly how: string
}

/** One attack. It returns nothing where a release has nothing to attack in this way. */
export interface Attack {
  readonly name: string
  readonly how: string
  run(field: Battlefield): Promise<Tally | undefined>
}

export interface Tally {
  readonly attacked: number
  readonly recovered: number
  readonly tolerated?: number
}

/** Runs an attack and judges it. */
export async function judge(attack: Attack, field: Battlefield): Promise<AttackResult | undefined> {
  let questions = 0
  const counting: Battlefield = {
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
  const tally = await attack.run(counting)
  if (tally === undefined) return undefined
  const { attacked, recovered, tolerated = 0 } = tally
  const { name, how } = attack
  return {
    attack: name,
    questions,
    attacked,
    recovered,
    tolerated,
    verdict: verdictOn(attacked, recovered, tolerated),
    how,
  }
}

const fewestTargets = 30
/** Per cent: an audit has a dozen attacks and runs at every release, so chance alone must not break it. */
const certainty = 99.8

/** Broken is what recovers more than its rate of guessing with certainty, by the exact interval of the share. */
function verdictOn(attacked: number, recovered: number, tolerated: number): Verdict {
  const isGuessing = tolerated > 0 && attacked > 0
  const exact = exactShareInterval({ events: recovered, total: attacked }, certainty)
  const least = isGuessing ? (exact?.lower ?? 0) : recovered
  if (least > tolerated) return 'broken'
  return attacked === 0 || (isGuessing && attacked < fewestTargets) ? 'few' : 'safe'
}

/** How the cube of sentences tells time: its finest grain, and how many of these make a year. */
export function timeOf({ release }: Battlefield): { readonly time: Grain; readonly perYear: number } {
  const [first] = release.cubes['sentences']?.cells ?? []
  const time = grains.find((grain) => grain === first) ?? 'year'
  return { time, perYear: 12 / monthsIn[time] }
}

/** Rows of the truth. */
export async function truthOf<T>({ truth }: Battlefield, sql: string): Promise<readonly T[]> {
  return await selectRows<T>(truth, sql)
}

/** The parent of a code as an expression, learnt from an answer as anybody could. */
export async function parentsOf(field: Battlefield, code: string, parent: string): Promise<string> {
  const rows = await field.ask('sentences', { measure: 'persons', by: `${parent},${code}`, detail: 'full' })
  const cases = rows.map((row) => `when ${quoteLiteral(String(row[code]))} then ${quoteLiteral(String(row[parent]))}`)
  return `case ${code}::varchar ${cases.join(' ')} end`
}
