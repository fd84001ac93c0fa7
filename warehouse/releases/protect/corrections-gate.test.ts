import { describe, expect, it } from 'vitest'
import { Refusal } from '#foundation'
import { attackedCube } from '../../disclosure/attacks/index.ts'
import { madeCube } from '../../disclosure/attacks/testing/synthetic-cube.ts'
import { type Block, type ProtectedBlock, protectCube, secretRandom } from '../../disclosure/rounding/index.ts'
import { random } from '../../disclosure/rounding/testing/rules.ts'
import { sentenced, sentencedRule, withCorrections } from '../../disclosure/rounding/testing/sentenced.ts'
import { requireHiddenCorrections } from './corrections-gate.ts'
import { revisedBlock } from './revise.ts'

const promise = { atMost: 0.6, overGuessing: 0.05, gain: 0.1, from: 100 }
const rule = sentencedRule()
const people = sentenced('attacks', 600)
const before = protectCube(people, rule, random)
const { protection, blocks: earlier } = madeCube('sentences', before, rule)
const corrected = people.map(({ name, cells }, index): Block => {
  const settled = before[index] as ProtectedBlock
  return revisedBlock(name, settled, withCorrections(cells, String(index)), rule, undefined)
})
const gate = (blocks: readonly ProtectedBlock[]) =>
  requireHiddenCorrections({ protection, coarseningStep: 0, blocks }, earlier, promise, ['2026-10-01'])

/** Moves only what changed in truth. */
function betraying({ name, cells }: Block, index: number): ProtectedBlock {
  const settled = before[index] as ProtectedBlock
  const published = cells.counts.map((count, cell) => {
    const [was = 0, shown = 0] = [settled.cells.counts[cell], settled.published[cell]]
    return count === was ? shown : shown === 0 ? 3 : shown - 3
  })
  return { name, cells, published, attempt: 1 }
}

describe('a yearly batch', () => {
  it('that is solved anew goes on, and says what it tells of corrections', () => {
    const anew = protectCube(corrected, rule, (block) => secretRandom(Buffer.from('revision'), block))
    const said = gate(anew)
    expect(said.map(({ answer }) => answer)).toContain('which cells changed')
    expect(said.filter(({ right, atMost }) => (right ?? 0) > atMost)).toEqual([])
    expect(said.some(({ right }) => (right ?? 0) > 0)).toBe(true)
  })

  it('that moves only what changed is refused, with what it would tell, and no leave makes that wider', () => {
    const refusal = refusalOf(() => gate(corrected.map(betraying)))
    expect(refusal.code).toBe('PROMISES_NOT_KEPT')
    expect(refusal.place).toMatchObject({
      parameter: 'sentences',
      measured: [{ promise: 'corrections', of: 'which cells changed', measured: 1, promised: 0.5, width: null }],
    })
    expect(refusal.message).toContain('--generation 2026-10-01')
    expect(refusal.message).not.toContain('--accept-wider')
  })

  it('of a cube that was not published before has nothing to be compared with', () => {
    expect(requireHiddenCorrections({ protection, coarseningStep: 0, blocks: before }, new Map(), promise, [])).toEqual(
      [],
    )
    expect(attackedCube(protection, earlier, new Map()).before.size).toBe(0)
  })
})

function refusalOf(run: () => unknown): Refusal {
  try {
    run()
  } catch (error) {
    if (error instanceof Refusal) return error
  }
  throw new Error('nothing was refused')
}
