import type { CubeDisclosure, Disclosure } from '#jurisdictions'
import type { Cube } from '../../catalog/cube.ts'
import { grains } from '../../catalog/periods.ts'

/** A change of the cells of a cube: a dimension is published by the one above it, or not at all. */
export interface CoarserCells {
  /** As it is declared among the dimensions of the cube. */
  readonly dimension: string
  /** `null` where it is left out. */
  readonly by: string | null
  /** The keys of the cube that change. */
  readonly places: readonly string[]
}

/** Changes that are made together, with what the jurisdiction would declare then. */
export interface CoarserDeclaration {
  readonly changes: readonly CoarserCells[]
  readonly disclosure: Disclosure
}

/**
 * What could be declared instead, below the declared steps: first what takes one change, then what takes two. Dimensions that decoys
 * vary, that claims are about, or that other cubes have to agree with stay as they are.
 */
export function coarserDeclarations(cube: Cube, disclosure: Disclosure): readonly CoarserDeclaration[] {
  const single = changesOf(cube, disclosure).map((change) => withChange({ changes: [], disclosure }, change, cube))
  const twice = single.flatMap((one) =>
    changesOf(cube, one.disclosure)
      .filter(({ dimension }) => dimension > (one.changes[0]?.dimension ?? ''))
      .map((change) => withChange(one, change, cube)),
  )
  return [...single, ...twice]
}

/** How somebody makes these changes in `disclosure.yaml`. */
export function adviceOn({ changes }: CoarserDeclaration): string {
  return changes
    .map(({ dimension, by, places }) =>
      by === null
        ? `leave out ${dimension} (in ${places.join(', ')})`
        : `publish ${by} instead of ${dimension} (add { ${dimension}: ${by} } to coarsening_steps)`,
    )
    .join(' and ')
}

function changesOf(cube: Cube, disclosure: Disclosure): readonly CoarserCells[] {
  const declared = disclosure.cubes[cube.name]
  if (declared === undefined) return []
  const { decoys, separate, non_additive_dimensions, inference_risk, dimensions } = declared
  const fixed = new Set([
    ...(decoys?.swap ?? []),
    ...Object.keys(decoys?.sensitive ?? {}),
    ...(inference_risk?.targets ?? []).flatMap((target) => target.dimensions),
    ...[...separate, ...non_additive_dimensions],
  ])
  const shared = new Set(tablesOfOthers(cube.name, disclosure).flat())
  const steps = Object.assign({}, ...declared.coarsening_steps) as Record<string, string>
  return dimensions.flatMap((dimension, index): CoarserCells[] => {
    const cell = steps[dimension] ?? dimension
    const [above, ...others] = levelsAbove(cell, cube)
    const levels = [cell, ...(above === undefined ? [] : [above, ...others])]
    if (levels.some((level) => fixed.has(level))) return []
    const alike = (decoys?.match_on ?? []).filter((name) => name !== dimension)
    const canLeave = index > 0 && alike.length > 0 && !levels.some((level) => shared.has(level))
    return [
      ...(above === undefined || shared.has(cell) ? [] : [{ dimension, by: above, places: ['coarsening_steps'] }]),
      ...(canLeave ? [{ dimension, by: null, places: placesOf(dimension, declared) }] : []),
    ]
  })
}

/** The keys that name a dimension. */
function placesOf(dimension: string, declared: CubeDisclosure): readonly string[] {
  const { dimensions, decoys, promised, coarsening_steps: steps, inference_risk: risk } = declared
  const named: Readonly<Record<string, readonly string[] | undefined>> = {
    dimensions,
    'decoys.match_on': decoys?.match_on,
    promised: promised.flat(),
    coarsening_steps: steps.flatMap((step) => Object.keys(step)),
    'inference_risk.quasi_identifiers': risk?.quasi_identifiers,
  }
  return Object.entries(named).flatMap(([place, names = []]) => (names.includes(dimension) ? [place] : []))
}

/** Tables whose sums are one number in two cubes. */
function tablesOfOthers(name: string, { cubes }: Disclosure): readonly (readonly string[])[] {
  return Object.entries(cubes).flatMap(([other, { control }]) =>
    control !== undefined && (other === name || control.to === name) ? [control.by] : [],
  )
}

function levelsAbove(cell: string, cube: Cube): readonly string[] {
  const time = grains.find((grain) => grain === cell)
  if (time !== undefined) return grains.slice(0, grains.indexOf(time)).reverse()
  const above = cube.dimensions.get(cell)?.above
  return above === undefined ? [] : [above, ...levelsAbove(above, cube)]
}

function withChange(
  { changes, disclosure }: CoarserDeclaration,
  change: CoarserCells,
  { name }: Cube,
): CoarserDeclaration {
  const declared = disclosure.cubes[name]
  if (declared === undefined) return { changes, disclosure }
  const changed =
    change.by === null ? without(declared, change.dimension) : coarsened(declared, change.dimension, change.by)
  return {
    changes: [...changes, change],
    disclosure: { ...disclosure, cubes: { ...disclosure.cubes, [name]: changed } },
  }
}

function coarsened(declared: CubeDisclosure, dimension: string, by: string): CubeDisclosure {
  return { ...declared, coarsening_steps: [...declared.coarsening_steps, { [dimension]: by }] }
}

/** Its name is gone wherever the cells are named. */
function without(declared: CubeDisclosure, dimension: string): CubeDisclosure {
  const others = (names: readonly string[]) => names.filter((name) => name !== dimension)
  const { decoys, inference_risk: risk, dimensions, coarsening_steps: steps, promised } = declared
  const known = risk?.quasi_identifiers
  return {
    ...declared,
    dimensions: others(dimensions),
    coarsening_steps: steps.map((step) =>
      Object.fromEntries(Object.entries(step).filter(([name]) => name !== dimension)),
    ),
    promised: promised.filter((table) => !table.includes(dimension)),
    ...(decoys === undefined ? {} : { decoys: { ...decoys, match_on: others(decoys.match_on) } }),
    ...(risk === undefined ? {} : { inference_risk: { ...risk, ...(known && { quasi_identifiers: others(known) }) } }),
  }
}
