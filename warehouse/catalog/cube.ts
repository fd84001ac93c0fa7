import { codeList, isCensus, type Jurisdiction, knownCodes, type RegisterName } from '#jurisdictions'
import {
  type BesideCube,
  type CubeDeclaration,
  type Declarations,
  declarationsOf,
  type KnownAfter,
} from './declarations.ts'
import { type CodesOfList, type Dimension, dimensionOf, nameOf, withAncestors } from './dimensions.ts'
import { type Grain, grains } from './periods.ts'
import { type MissingColumn, missingColumns } from './presupposed.ts'

/** Counted units by what is known of them: what the tables `counted.<name>` hold at every level of protection. */
export interface Cube {
  readonly name: string
  /** Flow: events in a period. Stock: what there is at the end of a period; it is never added up over time. */
  readonly kind: 'flow' | 'stock'
  /** Public facts about offices: not perturbed at any level. */
  readonly establishment: boolean
  readonly registers: readonly RegisterName[]
  /** Whether its registers tell who was there on one day of each period. */
  readonly isCensus: boolean
  /** In which month the years begin by which it counts. */
  readonly yearStarts: number
  /** Columns with numbers of single units, of which medians are made where figures are not protected. */
  readonly values: readonly string[]
  /** The time after a period before its figures are known. */
  readonly knownAfter: KnownAfter | undefined
  /** The statement of releases that brings it in line with a cube that is published before. */
  readonly alignedBy: string | undefined
  /** What else is made of it. */
  readonly gives: BesideCube['gives']
  /** Dimensions of tables that a release sums up beforehand. */
  readonly rollups: readonly (readonly string[])[]
  /** The finest dimensions, time first. */
  readonly rows: readonly string[]
  /** All dimensions by which it can be asked, coarser ones included. */
  readonly dimensions: ReadonlyMap<string, Dimension>
}

/** What a cube would need that the contracts of a jurisdiction do not deliver. */
export function missingOf(
  cube: string,
  jurisdiction: Jurisdiction,
  declarations: Declarations = declarationsOf(jurisdiction),
): readonly MissingColumn[] {
  const declaration = declarations.cubes.value[cube]
  if (declaration === undefined || !hasRegisters(declaration, jurisdiction)) return []
  return allMissing(declaration, jurisdiction)
}

function allMissing(declared: CubeDeclaration, jurisdiction: Jurisdiction): readonly MissingColumn[] {
  const { stated } = declared
  const isStated = stated === undefined || jurisdiction.profile[stated].length > 0
  return [
    ...missingColumns(declared, jurisdiction),
    ...(isStated ? [] : [{ register: 'jurisdiction', column: stated }]),
  ]
}

/** The cubes of a jurisdiction: those whose registers and columns it has, with time as fine as its dates are. */
export function cubesOf(
  jurisdiction: Jurisdiction,
  declarations: Declarations = declarationsOf(jurisdiction),
): readonly Cube[] {
  const codesOfList = (list: string) => codeList(jurisdiction, list).codes
  return Object.entries(declarations.cubes.value).flatMap(([name, declared]) => {
    if (!hasRegisters(declared, jurisdiction) || allMissing(declared, jurisdiction).length > 0) return []
    const { rows } = declared
    const time = atMost(rows[0] as Grain, jurisdiction.profile.finest_period)
    return [cubeOf(name, { ...declared, rows: [time, ...rows.slice(1)] }, jurisdiction, codesOfList, declarations)]
  })
}

/** All cubes that are declared, whether or not a jurisdiction delivers them, with the codes that any jurisdiction may use. */
export function everyCube(jurisdiction: Jurisdiction, declarations: Declarations): readonly Cube[] {
  const codesOfList = (list: string) => knownCodes(list, jurisdiction)
  return Object.entries(declarations.cubes.value).map(([name, declared]) =>
    cubeOf(name, declared, jurisdiction, codesOfList, declarations),
  )
}

function cubeOf(
  name: string,
  {
    needs: _,
    public_needs: ______,
    finer: __,
    census: ___,
    stated: ____,
    not_needed_of_counts: _____,
    rows,
    ...cube
  }: CubeDeclaration,
  jurisdiction: Jurisdiction,
  codesOfList: CodesOfList,
  declarations: Declarations,
): Cube {
  const declared = declarations.dimensions.value
  const beside = declarations.besideCubes.value[name]
  const keys = [...new Set(rows.flatMap((key) => withAncestors(key, declared)))]
  const dimensions = keys.map((key) => dimensionOf(key, jurisdiction, codesOfList, declared))
  return {
    name,
    ...cube,
    yearStarts: jurisdiction.profile.year_starts,
    isCensus: cube.registers.some((register) => isOfCensus(register, jurisdiction)),
    values: beside?.values ?? [],
    knownAfter: beside?.known_after,
    alignedBy: beside?.aligned_by,
    gives: beside?.gives ?? [],
    rows: rows.map((key) => nameOf(key, declared)),
    dimensions: new Map(dimensions.map((known) => [known.name, known])),
  }
}

function isOfCensus(register: RegisterName, { contracts }: Jurisdiction): boolean {
  const contract = contracts.get(register)
  return contract !== undefined && isCensus(contract.canonical)
}

function hasRegisters({ registers }: Pick<Cube, 'registers'>, { contracts }: Jurisdiction): boolean {
  return registers.every((register) => contracts.has(register))
}

function atMost(grain: Grain, finest: Grain): Grain {
  return grains[Math.min(grains.indexOf(grain), grains.indexOf(finest))] ?? finest
}
