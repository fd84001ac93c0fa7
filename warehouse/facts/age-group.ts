import { type Jurisdiction, type RegisterName, registerNamed, unknownCode } from '#jurisdictions'
import { bandOf } from './code-tables.ts'

/**
 * The group of an age at the sentence, as SQL over rows of sentences: as it was delivered, else that of the age.
 *
 * @param age - an expression, which is null where neither an age nor a year of birth is known
 */
export function ageBandOf(age: string, jurisdiction: Jurisdiction): string {
  return deliveredOr(bandOf(age, jurisdiction, 'age_bands'), 'age_band', 'sentences', jurisdiction)
}

/** Until which day an age that a register tells had not changed: the first of these that is known. */
const daysOfAge: Readonly<Record<RegisterName, readonly string[]>> = {
  supervision: ['registered_on'],
  custody: ['admitted_on', 'status_from'],
}

/**
 * The broad group of an age on a day, as SQL over rows of a register: as it was delivered, else of the age with the years
 * since, else by the year of birth.
 */
export function broadAgeOf(register: RegisterName, day: string, jurisdiction: Jurisdiction): string {
  const days = daysOfAge[register]
  if (days === undefined || !jurisdiction.lists.has('broad_ages')) return 'null'
  const byBirth = `year(${day}) - birth_year`
  const byAge = `age + year(${day}) - year(coalesce(${[...days, day].join(', ')}))`
  const age = has(register, 'age', jurisdiction) ? `coalesce(${byAge}, ${byBirth})` : `(${byBirth})`
  return deliveredOr(bandOf(age, jurisdiction, 'broad_ages'), 'broad_age', register, jurisdiction)
}

function deliveredOr(otherwise: string, column: string, register: RegisterName, jurisdiction: Jurisdiction): string {
  if (!has(register, column, jurisdiction)) return otherwise
  return `if(${column} is not null and ${column} <> '${unknownCode}', ${column}::varchar, ${otherwise})`
}

/** Some columns are stored only where a contract delivers them. */
function has(register: RegisterName, column: string, jurisdiction: Jurisdiction): boolean {
  return Object.hasOwn(registerNamed(register, jurisdiction).columns, column)
}
