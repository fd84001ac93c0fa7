import { type Fault, FileCheck, type Keys } from '#foundation'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import type { Cube } from './cube.ts'
import type { BesideCube, CubeDeclaration, Declarations, Layered } from './declarations.ts'
import { nameOf, withAncestors } from './dimensions.ts'
import { grains } from './periods.ts'
import type { Presupposed } from './presupposed.ts'

type Registers = Pick<Jurisdiction, 'registers'>

interface CheckedBy {
  readonly declarations: Declarations
  readonly jurisdiction: Registers
}

/** Adds what is wrong with cubes: statements, registers, dimensions and columns of registers that there are not. */
export function checkCubes(cubes: Layered<CubeDeclaration>, by: CheckedBy, faults: Fault[]): void {
  checkNoneTwice(cubes, faults)
  for (const file of cubes.files) {
    const check = new FileCheck(file, faults)
    for (const [name, cube] of Object.entries(file.value)) checkCube(check, name, cube, by)
  }
}

function checkCube(check: FileCheck, name: string, cube: CubeDeclaration, { declarations, jurisdiction }: CheckedBy) {
  const dimensions = declarations.dimensions.value
  check.isKnown([name], name, 'statement for the cube', declarations.statements)
  for (const [at, register] of cube.registers.entries())
    check.isKnown([name, 'registers', at], register, 'register', jurisdiction.registers.keys())
  const before = check.found
  for (const [at, row] of cube.rows.entries()) {
    const known = at === 0 ? grains : Object.keys(dimensions)
    check.isKnown([name, 'rows', at], row, at === 0 ? 'period' : 'dimension', known)
  }
  if (check.found === before) {
    const readers = cube.rows.flatMap((row) => withAncestors(row, dimensions)).map((key) => nameOf(key, dimensions))
    for (const [at, rollup] of cube.rollups.entries())
      for (const [place, one] of rollup.entries())
        check.isKnown([name, 'rollups', at, place], one, 'dimension of the cube', readers)
  }
  checkNeeds(check, [name], cube, { counted: cube.registers, jurisdiction })
  const needed = Object.values(cube.needs).flat()
  for (const [at, column] of cube.not_needed_of_counts.entries())
    check.isKnown([name, 'not_needed_of_counts', at], column, 'column that the cube needs', needed)
}

/** Adds what is declared beside cubes that there are not, or of dimensions and codes that they do not have. */
export function checkBesideCubes(beside: Layered<BesideCube>, cubes: ReadonlyMap<string, Cube>, faults: Fault[]): void {
  checkNoneTwice(beside, faults)
  for (const file of beside.files) {
    const check = new FileCheck(file, faults)
    for (const [name, { known_after: after }] of Object.entries(file.value)) {
      const isKnown = check.isKnown([name], name, 'cube', cubes.keys())
      if (isKnown && after !== undefined && 'by' in after) checkMonths(check, name, after, cubes.get(name)?.dimensions)
    }
  }
}

function checkMonths(
  check: FileCheck,
  name: string,
  { by, months }: Extract<BesideCube['known_after'], { by: string }>,
  dimensions: Cube['dimensions'] = new Map(),
): void {
  const keys = [name, 'known_after']
  if (!check.isKnown([...keys, 'by'], by, 'dimension of the cube', dimensions.keys())) return
  const codes = dimensions.get(by)?.codes.map(({ code }) => code) ?? []
  for (const code of Object.keys(months)) check.isKnown([...keys, 'months', code], code, `code of ${by}`, codes)
}

/** Adds names that two files declare. */
export function checkNoneTwice<T>({ files }: Layered<T>, faults: Fault[]): void {
  for (const [at, file] of files.entries())
    for (const name of Object.keys(file.value))
      if (files.slice(0, at).some(({ value }) => Object.hasOwn(value, name)))
        new FileCheck(file, faults).fault([name], 'another file declares one of this name')
}

/** Adds columns that registers do not have, and registers that are not counted from. */
export function checkNeeds(
  check: FileCheck,
  keys: Keys,
  { needs, finer = {}, public_needs: ofPublic = {} }: Presupposed,
  { counted, jurisdiction }: { readonly counted: readonly RegisterName[]; readonly jurisdiction: Registers },
): void {
  const checkColumns = (part: Keys, register: RegisterName, columns: readonly string[]) => {
    const known = Object.keys(jurisdiction.registers.get(register)?.columns ?? {})
    for (const [at, column] of columns.entries())
      if (known.length > 0) check.isKnown([...keys, ...part, at], column, `column of ${register}`, known)
  }
  for (const [kind, all] of [
    ['needs', needs],
    ['finer', finer],
    ['public_needs', ofPublic],
  ] as const)
    for (const register of Object.keys(all))
      check.isKnown([...keys, kind, register], register, 'register that is counted from', counted)
  for (const [kind, all] of Object.entries({ needs, public_needs: ofPublic }))
    for (const [register, columns] of Object.entries(all)) checkColumns([kind, register], register, columns)
  for (const [register, { rows, keys: others }] of Object.entries(finer)) {
    checkColumns(['finer', register, 'rows'], register, rows)
    checkColumns(['finer', register, 'keys'], register, others)
  }
}
