import { Refusal } from '#foundation'
import type { Asked, Attack, AttackContext, AttackTally } from './attack.ts'
import { type AttackedCube, codeOfCell, knownLevels, type NamedLevel } from './attacked-cube.ts'
import { marginsOf } from './copies.ts'

/** A margin of one to four units, and the codes by which it is asked. */
interface SmallMargin {
  readonly codes: readonly string[]
  readonly counted: number
}

/** What can be asked of a cube: its measure, and the finest levels of its first dimensions. */
interface Target {
  readonly cube: AttackedCube
  readonly asked: NonNullable<AttackedCube['asked']>
  readonly levels: readonly NamedLevel[]
  readonly margins: readonly SmallMargin[]
}

const askedDimensions = 4

function targetsIn({ cubes, effort }: AttackContext): readonly Target[] {
  return cubes.flatMap((cube): Target[] => {
    if (cube.asked === undefined) return []
    const levels = knownLevels(cube).slice(0, askedDimensions)
    if (levels.length < 2) return []
    const names = levels.map(({ name }) => name)
    const small = [...marginsOf(cube, names)].filter(([, { counted }]) => counted > 0 && counted <= 4)
    const step = Math.max(1, Math.floor(small.length / effort))
    const margins = small
      .filter((_, index) => index % step === 0)
      .slice(0, effort)
      .map(([key, { counted }]) => ({ codes: key.split(' '), counted }))
    return margins.length === 0 ? [] : [{ cube, asked: cube.asked, levels, margins }]
  })
}

/** The margin as a question, without some dimensions. */
function questionOf({ asked, levels }: Target, { codes }: SmallMargin): Record<string, string> {
  const [period = '', ...others] = codes
  const filters = levels.slice(1).map(({ name }, index) => [name, others[index] ?? ''])
  return { measure: asked.measure, from: period, to: period, ...Object.fromEntries(filters) }
}

/** All codes of the last dimension that is asked but one. */
function othersOf({ cube, levels }: Target, code: string): readonly string[] {
  const last = levels.at(-1) as NamedLevel
  const { cells } = cube.solved
  const codes = new Set(Array.from(cells.counts.keys(), (cell) => codeOfCell(cube, last, cells, cell)))
  codes.delete(code)
  return [...codes]
}

/** What is published, summed over what decoys vary: some dimensions are never added up in an answer. Nothing where
 * the question is refused: a refusal is protection at work. */
async function countOf(field: AttackContext, { asked, cube }: Target, question: Asked): Promise<number | undefined> {
  try {
    const by = cube.protection.rule.decoys.varied.join(',')
    const rows = await field.ask(asked.dataset, { by, ...question, detail: 'full' })
    return rows.reduce((sum, row) => sum + Number(row[asked.measure]), 0)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return undefined
  }
}

type Guess = (field: AttackContext, target: Target, margin: SmallMargin) => Promise<number | undefined>

/** A true one or two is never shown where it is a cell, so no difference of answers may give it more often than what is published. */
async function attackEach(field: AttackContext, guess: Guess): Promise<readonly AttackTally[]> {
  const tallies: AttackTally[] = []
  for (const target of targetsIn(field)) {
    let [attacked, recovered] = [0, 0]
    for (const margin of target.margins) {
      const [direct, found] = [
        await countOf(field, target, questionOf(target, margin)),
        await guess(field, target, margin),
      ]
      if (direct === undefined || found === undefined) continue
      attacked += 1
      if (Math.abs(found - direct) > 1e-9) recovered += 1
    }
    tallies.push({ cube: target.cube.name, attacked, recovered })
  }
  return tallies
}

const nameOfLast = ({ levels }: Target) => levels.at(-1)?.name ?? ''

/** Asks for everybody and for everybody but the target: the difference is the target. */
export const complementDifferencing: Attack = {
  name: 'complement differencing',
  how: 'two answers whose difference is one small count, and differs from what is published of it',
  run: (field) =>
    attackEach(field, async (_, target, margin) => {
      const { [nameOfLast(target)]: code = '', ...wholeGroup } = questionOf(target, margin)
      const all = await countOf(field, target, wholeGroup)
      const others = { ...wholeGroup, [nameOfLast(target)]: othersOf(target, code).join(',') }
      const rest = await countOf(field, target, others)
      return all === undefined || rest === undefined ? undefined : all - rest
    }),
}

/** Denning and Denning's individual tracker: C = A and B, T = A and not B, count(C) = count(A or T) - count(T). */
export const tracker: Attack = {
  name: 'tracker',
  how: 'a small group padded with a large one, and the large one subtracted',
  run: (field) =>
    attackEach(field, async (_, target, margin) => {
      const question = questionOf(target, margin)
      const name = nameOfLast(target)
      const padding = othersOf(target, question[name] ?? '')
      const padded = await countOf(field, target, { ...question, [name]: [question[name], ...padding].join(',') })
      const large = await countOf(field, target, { ...question, [name]: padding.join(',') })
      return padded === undefined || large === undefined ? undefined : padded - large
    }),
}

/** Asks for one count by many ways. If they disagreed, their mean would come nearer to the truth with each. */
export const averaging: Attack = {
  name: 'averaging',
  how: 'the same count by other ways, to average what protection added',
  run: (field) =>
    attackEach(field, async (_, target, margin) => {
      const question = questionOf(target, margin)
      const ways = []
      for (const by of target.cube.protection.rule.decoys.varied) {
        const way = await countOf(field, target, { ...question, by })
        if (way !== undefined) ways.push(way)
      }
      return ways.length === 0 ? undefined : ways.reduce((sum, way) => sum + way, 0) / ways.length
    }),
}
