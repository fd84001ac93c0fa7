import { z } from 'zod'
import { packagePath, readYaml } from '#foundation'
import { type Jurisdiction, type RegisterName, registerNames } from '#jurisdictions'
import { type Dimension, dimensionOf, nameOf, withAbove } from './dimensions.ts'
import { type Grain, grains } from './periods.ts'
import { finerSchema, type MissingColumn, missingColumns, needsSchema } from './presupposed.ts'

const schema = z.record(
  z.string(),
  z.strictObject({
    kind: z.enum(['flow', 'stock']),
    registers: z.array(z.enum(registerNames)).min(1),
    rows: z.array(z.string()).min(1),
    establishment: z.boolean().default(false),
    rollups: z.array(z.array(z.string())).default([]),
    needs: needsSchema,
    finer: finerSchema,
  }),
)

/** Counted units by what is known of them: what the tables `counted.<name>` hold at every level of protection. */
export interface Cube {
  readonly name: string
  /** Flow: events in a period. Stock: what there is at the end of a period; it is never added up over time. */
  readonly kind: 'flow' | 'stock'
  /** Public facts about offices: not perturbed at any level. */
  readonly establishment: boolean
  readonly registers: readonly RegisterName[]
  /** Dimensions of tables that a release sums up beforehand. */
  readonly rollups: readonly (readonly string[])[]
  /** The finest dimensions, time first. */
  readonly rows: readonly string[]
  /** All dimensions by which it can be asked, coarser ones included. */
  readonly dimensions: ReadonlyMap<string, Dimension>
}

const declared = readYaml(packagePath('warehouse', 'cubes', 'cubes.yaml'), schema, 'CATALOG_INVALID')

/** What a cube would need that the contracts of a jurisdiction do not deliver. */
export function missingOf(cube: string, jurisdiction: Jurisdiction): readonly MissingColumn[] {
  const declaration = declared[cube]
  if (declaration === undefined || !hasRegisters(declaration, jurisdiction)) return []
  return missingColumns(declaration, jurisdiction)
}

/** The cubes of a jurisdiction: those whose registers and columns it has, with time as fine as its dates are. */
export function cubesOf(jurisdiction: Jurisdiction): readonly Cube[] {
  const { profile } = jurisdiction
  return Object.entries(declared).flatMap(([name, { rows, needs, finer, ...cube }]) => {
    if (!hasRegisters(cube, jurisdiction) || missingColumns({ needs, finer }, jurisdiction).length > 0) return []
    const [time = 'year', ...others] = rows
    const keys = [atMost(time as Grain, profile.finest_period), ...others]
    const dimensions = [...new Set(keys.flatMap(withAbove))].map((key) => dimensionOf(key, jurisdiction))
    return [
      { name, ...cube, rows: keys.map(nameOf), dimensions: new Map(dimensions.map((known) => [known.name, known])) },
    ]
  })
}

function hasRegisters({ registers }: Pick<Cube, 'registers'>, { contracts }: Jurisdiction): boolean {
  return registers.every((register) => contracts.has(register))
}

function atMost(grain: Grain, finest: Grain): Grain {
  return grains[Math.min(grains.indexOf(grain), grains.indexOf(finest))] ?? finest
}
