import { existsSync } from 'node:fs'
import { packagePath, quoteIdentifier, quoteLiteral, renderSqlTemplate } from '#foundation'
import type { Jurisdiction, RegisterName } from '#jurisdictions'
import type { Cube } from '../catalog/cube.ts'
import { declarationsOf } from '../catalog/declarations.ts'
import { type Coverages, slotsOf } from '../cubes/define-cubes.ts'
import { recordsOf } from '../facts/register-tables.ts'

/** Cubes that count the same units as another one. */
const sameUnits: Readonly<Record<string, string>> = { sentences: 'persons', sentences_attributes: 'persons' }

const countOfRows = /(?:count\(\*\)|sum\(\w+\))::integer as n\b/

/**
 * A relation that leads from what a cube counts back to rows of registers: columns of the cube, `register` and `row_key`. It is joined
 * with the cube over the columns that both have.
 *
 * - a cube whose units are rows of its registers needs nothing besides;
 * - for others `links/<cube>.sql` says which rows stand behind a unit;
 * - a cube of numbers of rows is the cube itself, row by row.
 *
 * @returns `undefined` where no row of a register stands behind the cube
 */
export function originsOf(cube: Cube, jurisdiction: Jurisdiction, coverages: Coverages): string | undefined {
  const slots = slotsOf(cube, jurisdiction, coverages)
  const statement = declarationsOf(jurisdiction).statementOf(cube.name, slots)
  const link = `warehouse/lineage/links/${sameUnits[cube.name] ?? cube.name}.sql`
  if (existsSync(packagePath(link))) return `(${renderSqlTemplate(link, { ...slots, ...carrying(statement) })})`
  if (!cube.establishment) return `(${cube.registers.map(ownRows).join(' union all ')})`
  if (!countOfRows.test(statement) || cube.registers.length !== 1) return undefined
  return `(select *, ${quoteLiteral(cube.registers[0] ?? '')} as register from (${carrying(statement).cube}))`
}

function ownRows(register: RegisterName): string {
  return `select row_key::varchar as unit_id, ${quoteLiteral(register)} as register, row_key from ${storedTable(register)}`
}

/** What is counted of a register, as views of the facts name it. */
export function storedTable(register: RegisterName): string {
  return recordsOf(register).replace('facts.', 'facts.main.')
}

/** The statement of a cube with the rows of its register that it goes through, one by one. */
function carrying(statement: string): { readonly cube: string; readonly cube_of_posts: string } {
  const unit = statement.lastIndexOf('as unit_id')
  if (unit >= 0) {
    const carried = `${statement.slice(0, unit)}as unit_id, row_key${statement.slice(unit + 'as unit_id'.length)}\n`
    return { cube: carried, cube_of_posts: carried }
  }
  const listing = (key: string) => {
    const rows = statement.replace(countOfRows, `list(${quoteIdentifier(key)}) as row_keys`)
    return `select * exclude (row_keys), unnest(row_keys) as row_key from (${rows}\n)`
  }
  return { cube: listing('row_key'), cube_of_posts: listing('post_key') }
}
