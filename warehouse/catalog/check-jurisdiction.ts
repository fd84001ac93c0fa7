import { join } from 'node:path'
import type { z } from 'zod'
import { type Fault, FileCheck, type Keys, openLoosely, type YamlFile } from '#foundation'
import { type CubeDisclosure, disclosureSchema, type Jurisdiction, sdgSchema } from '#jurisdictions'
import type { Cube } from './cube.ts'
import { declarationsOf } from './declarations.ts'
import { grains } from './periods.ts'
import { missingColumns } from './presupposed.ts'

type Cubes = ReadonlyMap<string, Cube>

/** Adds what is wrong where files of a jurisdiction name cubes, dimensions and codes: what is published, what is handed over. */
export function checkJurisdiction(jurisdiction: Jurisdiction, cubes: Cubes, faults: Fault[]): void {
  const disclosure = new FileCheck(fileOf(jurisdiction, 'disclosure.yaml', disclosureSchema), faults)
  for (const [name, declared] of Object.entries(jurisdiction.disclosure.cubes)) {
    const cube = cubes.get(name)
    if (disclosure.isKnown(['cubes', name], name, 'cube', cubes.keys()) && cube !== undefined)
      checkDisclosure(disclosure, ['cubes', name], declared, cube)
    checkUnits(disclosure, name, jurisdiction)
    checkControl(disclosure, ['cubes', name], declared, new Map([...cubes].slice(0, [...cubes.keys()].indexOf(name))))
  }
  if (jurisdiction.sdg === undefined) return
  const sdg = new FileCheck(fileOf(jurisdiction, 'sdg.yaml', sdgSchema), faults)
  const dimensions = new Map([...cubes.values()].flatMap((cube) => [...cube.dimensions]))
  for (const [name, { codes }] of Object.entries(jurisdiction.sdg.dimensions)) {
    const all = Object.keys(codes)
    checkCodes(sdg, ['dimensions', name, 'codes'], name, all, { dimensions, keyOf: (_, code) => code })
  }
}

/** Units that no column tells apart have equal numbers: each rounded by itself, their mean is the exact one. */
function checkUnits(check: FileCheck, name: string, jurisdiction: Jurisdiction): void {
  const needs = declarationsOf(jurisdiction).cubes.value[name]?.public_needs ?? {}
  const missing = missingColumns({ needs }, jurisdiction).map(({ register, column }) => `${register}.${column}`)
  const advice = `cannot be public without ${missing.join(', ')}: its units would be the same people several times, and the mean of their rounded numbers is the exact one`
  check.require(missing.length === 0, ['cubes', name], advice)
}

function checkDisclosure(check: FileCheck, keys: Keys, declared: CubeDisclosure, cube: Cube): void {
  const { dimensions } = cube
  const { dimensions: cells, separate, non_additive_dimensions, coarsening_steps: steps, decoys, promised } = declared
  const names = (part: Keys, words: readonly string[]) => {
    for (const [at, word] of words.entries())
      check.isKnown([...keys, ...part, at], word, 'dimension of the cube', dimensions.keys())
  }
  const codes = (part: Keys, dimension: string, words: readonly string[]) =>
    checkCodes(check, [...keys, ...part], dimension, words, { dimensions, keyOf: (at) => at })
  names(['dimensions'], cells)
  check.require(
    grains.some((grain) => grain === cells[0]),
    [...keys, 'dimensions', 0],
    'time comes first',
  )
  for (const [part, words] of Object.entries({ separate, non_additive_dimensions }))
    for (const [at, one] of words.entries()) check.isKnown([...keys, part, at], one, 'dimension among the cells', cells)
  for (const [at, step] of steps.entries())
    for (const [finer, coarser] of Object.entries(step)) {
      check.isKnown([...keys, 'coarsening_steps', at, finer], finer, 'dimension of the cube', dimensions.keys())
      check.isKnown([...keys, 'coarsening_steps', at, finer], coarser, 'dimension of the cube', dimensions.keys())
    }
  check.require(cube.establishment || decoys !== undefined, [...keys], 'needs decoys: without them it is not published')
  names(['decoys', 'swap'], decoys?.swap ?? [])
  names(['decoys', 'match_on'], decoys?.match_on ?? [])
  for (const [dimension, words] of Object.entries(decoys?.sensitive ?? {}))
    codes(['decoys', 'sensitive', dimension], dimension, words)
  for (const [at, table] of promised.entries()) names(['promised', at], table)
  const risk = declared.inference_risk
  names(['inference_risk', 'quasi_identifiers'], risk?.quasi_identifiers ?? [])
  for (const [at, { dimensions: levels, positive = [] }] of (risk?.targets ?? []).entries()) {
    const target = ['inference_risk', 'targets', at]
    names([...target, 'dimensions'], levels)
    const [level = ''] = levels
    if (positive.length > 0 && dimensions.has(level)) codes([...target, 'positive'], level, positive)
  }
}

/** @param earlier - cubes that are protected before this one */
function checkControl(
  check: FileCheck,
  keys: Keys,
  { dimensions: cells, block, control }: CubeDisclosure,
  earlier: Cubes,
): void {
  if (control === undefined) return
  const { to, by } = control
  if (to !== undefined && !check.isKnown([...keys, 'control', 'to'], to, 'cube before this one', earlier.keys())) return
  const isShared = (name: string) => to === undefined || earlier.get(to)?.dimensions.has(name) === true
  const shared = cells.filter((name) => isShared(name) || grains.some((grain) => grain === name))
  for (const [at, word] of by.entries())
    check.isKnown([...keys, 'control', 'by', at], word, 'dimension of the cells that both cubes have', shared)
  const time = block ?? cells[0] ?? ''
  check.require(by[0] === time, [...keys, 'control', 'by', 0], `begins with the time that is solved at once, ${time}`)
}

/** Adds a dimension that there is not, or codes that its list has not. */
function checkCodes(
  check: FileCheck,
  keys: Keys,
  dimension: string,
  codes: readonly string[],
  { dimensions, keyOf }: { readonly dimensions: Cube['dimensions']; keyOf(at: number, code: string): PropertyKey },
): void {
  if (!check.isKnown(keys, dimension, 'dimension', dimensions.keys())) return
  const known = (dimensions.get(dimension)?.codes ?? []).map(({ code }) => code)
  for (const [at, code] of codes.entries())
    check.isKnown([...keys, keyOf(at, code)], code, `code of ${dimension}`, known)
}

/** A file that was read already: it is opened again where the line of a fault is wanted. */
function fileOf({ folder }: Jurisdiction, name: string, schema: z.ZodType): YamlFile<unknown> {
  const [path, code] = [join(folder, name), 'JURISDICTION_INVALID']
  return { path, code, value: undefined, lineOf: (keys) => openLoosely(path, schema, code)?.lineOf(keys) ?? 1 }
}
