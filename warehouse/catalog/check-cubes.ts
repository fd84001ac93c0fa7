import { readdirSync } from 'node:fs'
import { type Fault, FileCheck, type YamlFile } from '#foundation'
import { type RegisterName, registers } from '#jurisdictions'
import type { CubeDeclaration, Declarations } from './declarations.ts'
import { nameOf, withAbove } from './dimensions.ts'
import { grains } from './periods.ts'
import type { Presupposed } from './presupposed.ts'

/** Adds what is wrong with cubes: statements, dimensions and columns of registers that there are not. */
export function checkCubes(
  file: YamlFile<Readonly<Record<string, CubeDeclaration>>>,
  declarations: Declarations,
  faults: Fault[],
): void {
  const check = new FileCheck(file, faults)
  const dimensions = declarations.dimensions.value
  const statements = readdirSync(declarations.pathOf('cubes')).filter((name) => name.endsWith('.sql'))
  for (const [name, cube] of Object.entries(file.value)) {
    check.isKnown(
      [name],
      name,
      'statement for the cube',
      statements.map((path) => path.replace('.sql', '')),
    )
    const before = check.found
    for (const [at, row] of cube.rows.entries())
      check.isKnown(
        [name, 'rows', at],
        row,
        at === 0 ? 'period' : 'dimension',
        at === 0 ? grains : Object.keys(dimensions),
      )
    if (check.found === before) {
      const readers = cube.rows.flatMap((row) => withAbove(row, dimensions)).map((key) => nameOf(key, dimensions))
      for (const [at, rollup] of cube.rollups.entries())
        for (const [place, one] of rollup.entries())
          check.isKnown([name, 'rollups', at, place], one, 'dimension of the cube', readers)
    }
    checkNeeds(check, [name], cube, cube.registers)
  }
}

/** Adds columns that registers do not have, and registers that are not counted from. */
export function checkNeeds(
  check: FileCheck,
  keys: readonly (string | number)[],
  { needs, finer = {} }: Presupposed,
  counted: readonly RegisterName[],
): void {
  for (const [kind, all] of [
    ['needs', needs],
    ['finer', finer],
  ] as const)
    for (const register of Object.keys(all))
      check.isKnown([...keys, kind, register], register, 'register that is counted from', counted)
  for (const [register, columns = []] of Object.entries(needs))
    checkColumns(check, [...keys, 'needs', register], register as RegisterName, columns)
  for (const [register, { rows, keys: others }] of Object.entries(finer)) {
    checkColumns(check, [...keys, 'finer', register, 'rows'], register as RegisterName, rows)
    checkColumns(check, [...keys, 'finer', register, 'keys'], register as RegisterName, others)
  }
}

function checkColumns(
  check: FileCheck,
  keys: readonly (string | number)[],
  register: RegisterName,
  columns: readonly string[],
): void {
  for (const [at, column] of columns.entries())
    check.isKnown([...keys, at], column, `column of ${register}`, Object.keys(registers[register]))
}
