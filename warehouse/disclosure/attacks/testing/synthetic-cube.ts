import type { Cube } from '../../../catalog/cube.ts'
import type { ReleaseManifest } from '../../../releases/store/manifest.ts'
import type { ProtectionRule, RoundedBlock } from '../../rounding/index.ts'
import { type AttackContext, type AttackedCube, attackedCube } from '../index.ts'

/** A cube that no declaration knows, as attacks find it. */
export function madeCube(
  name: string,
  blocks: readonly (RoundedBlock & { readonly name: string })[],
  rule: ProtectionRule,
  {
    kind = 'flow',
    before = [],
  }: { kind?: Cube['kind']; before?: readonly (RoundedBlock & { readonly name: string })[] } = {},
): AttackedCube {
  const cells = rule.dimensions.map((dimension) => dimension.name)
  const dimensions = new Map<string, never>()
  const cube: Cube = {
    name,
    kind,
    establishment: false,
    registers: [],
    isCensus: false,
    yearStarts: 1,
    values: [],
    knownAfter: undefined,
    alignedBy: undefined,
    gives: [],
    rollups: [],
    rows: cells,
    dimensions,
  }
  const byName = (all: typeof blocks) => new Map(all.map((block) => [block.name, block]))
  const periods = { first: 8100, count: blocks.length }
  const protection = { cube, cells, time: 'quarter', block: 'quarter', periods, rule } as const
  return attackedCube(protection, byName(blocks), byName(before))
}

/** A field with these cubes and nothing that can be asked. */
export function madeField(cubes: readonly AttackedCube[], more: Partial<AttackContext> = {}): AttackContext {
  return {
    ask: async () => [],
    askAnalyst: undefined,
    documents: [],
    datasets: [],
    cubes,
    promise: { atMost: 0.6, overGuessing: 0.05, gain: 0.1, from: 100 },
    release: { revised: false } as ReleaseManifest,
    effort: 10,
    long: false,
    ...more,
  }
}
