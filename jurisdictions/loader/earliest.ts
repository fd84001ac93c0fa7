import type { Contract } from './contract-schema.ts'
import type { RegisterName, registers } from './registers.ts'

/**
 * From when a column can have a value, where its contract does not say so:
 *
 * - `birth`: from 1900;
 * - `earlier`: from 1950, for the event may precede the register;
 * - `reported`: from the first day that deliveries may cover, for the register reports it from its beginning.
 */
type Since = 'birth' | 'earlier' | 'reported'

type DatedColumns<Columns> = {
  readonly [Name in keyof Columns as Columns[Name] extends 'date' ? Name : Name & 'birth_year']: Since
}

/** Every column of dates and of births, so that none can be forgotten. */
const since = {
  sentences: { sentenced_on: 'reported', in_force_on: 'earlier', birth_year: 'birth' },
  supervision: {
    registered_on: 'reported',
    judgment_received_on: 'earlier',
    starts_on: 'earlier',
    ends_on: 'earlier',
    ended_on: 'earlier',
    birth_year: 'birth',
  },
  assessments: { assessed_on: 'reported' },
  custody: {
    admitted_on: 'earlier',
    status_from: 'earlier',
    status_to: 'earlier',
    released_on: 'earlier',
    birth_year: 'birth',
  },
  staffing: { held_from: 'earlier', held_to: 'earlier' },
  services: { referred_on: 'reported', started_on: 'reported', ended_on: 'reported' },
  training: { held_on: 'reported' },
  activities: { planned_quarter: 'reported', done_on: 'reported' },
  population: { reference_on: 'earlier' },
} as const satisfies { readonly [Name in RegisterName]: DatedColumns<(typeof registers)[Name]> }

/** The first day that a column of dates or births can hold, as an ISO date; `undefined` for other columns. */
export function earliestDay({ register, delivery }: Contract, column: string): string | undefined {
  const ofRegister: Readonly<Record<string, Since>> = since[register]
  switch (Object.hasOwn(ofRegister, column) ? ofRegister[column] : undefined) {
    case 'birth':
      return '1900-01-01'
    case 'earlier':
      return '1950-01-01'
    case 'reported':
      return delivery.not_before ?? '1950-01-01'
    default:
      return undefined
  }
}
