import { type Block, type CellTable, type CubeDimension, type ProtectionRule, secretRandom } from '../index.ts'
import { flat, ruleFor } from './rules.ts'

const [courts, offences, answers] = [150, 6, 12]
/** Of twelve answers the first four are custody. */
export const custody = [0, 1, 2, 3]
/** By offence, how many in ten are sentenced to custody. */
const usually = [1, 2, 3, 7, 8, 9]

export const sentencedDimensions: readonly CubeDimension[] = [
  flat('quarter', 5),
  flat('court', courts),
  flat('offence', offences),
  flat('answer', answers),
]

/** People who are mostly the only ones of their quarter, court and offence, and whose offence tells what is usual. */
export function sentenced(seed: string, people: number, custodyInTen: readonly number[] = usually): readonly Block[] {
  const draw = secretRandom(Buffer.from('sentenced'), seed)
  return Array.from({ length: 5 }, (_, quarter) => {
    const counts = new Map<number, number>()
    for (let person = 0; person < people; person++) {
      const [court, offence] = [draw.below(courts), draw.below(offences)]
      const isCustody = draw.below(10) < (custodyInTen[offence] ?? 0)
      const answer = isCustody ? Math.floor(draw.next() ** 1.5 * 4) : 4 + Math.floor(draw.next() ** 1.5 * 8)
      const key = (court * offences + offence) * answers + answer
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return { name: `quarter ${quarter}`, cells: cellsOf(quarter, counts) }
  })
}

export function sentencedRule(more: Partial<ProtectionRule> = {}): ProtectionRule {
  const dimensions = sentencedDimensions
  return ruleFor(dimensions, {
    decoys: { perCell: 4, varied: ['answer'], alike: ['offence'], contrast: { dimension: 'answer', codes: custody } },
    claims: {
      known: ['quarter', 'court', 'offence'],
      answers: [
        { name: 'answer', dimensions: ['answer'] },
        { name: 'custody', dimensions: ['answer'], yes: custody },
      ],
    },
    schedule: { soft: 60, hard: 20 },
    ...more,
  })
}

function cellsOf(quarter: number, counts: ReadonlyMap<number, number>): CellTable {
  const keys = [...counts.keys()].sort((one, other) => one - other)
  return {
    codes: [
      Int32Array.from(keys, () => quarter),
      Int32Array.from(keys, (key) => Math.floor(key / answers / offences)),
      Int32Array.from(keys, (key) => Math.floor(key / answers) % offences),
      Int32Array.from(keys, (key) => key % answers),
    ],
    counts: Int32Array.from(keys, (key) => counts.get(key) ?? 0),
  }
}

/** The same people, of whom one in thirty has another answer. */
export function withCorrections({ codes, counts }: CellTable, seed: string): CellTable {
  const draw = secretRandom(Buffer.from('corrections'), seed)
  const sums = new Map<string, number>()
  for (const [cell, count] of counts.entries())
    for (let unit = 0; unit < count; unit++) {
      const own = codes.map((column) => column[cell] as number)
      const key = (draw.next() < 1 / 30 ? [...own.slice(0, -1), draw.below(12)] : own).join()
      sums.set(key, (sums.get(key) ?? 0) + 1)
    }
  const keys = [...sums.keys()]
  return {
    codes: codes.map((_, index) => Int32Array.from(keys, (key) => Number(key.split(',')[index]))),
    counts: Int32Array.from(keys, (key) => sums.get(key) ?? 0),
  }
}
