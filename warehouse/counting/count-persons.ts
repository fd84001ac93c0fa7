import type { DuckDBConnection } from '@duckdb/node-api'
import { enumType, renderSqlTemplate } from '#foundation'
import { codeList, type Jurisdiction } from '#jurisdictions'
import { ageBandOf } from '../facts/age-group.ts'
import { calendarOf, calendarSlots } from '../facts/calendar.ts'
import { bandOf, parentOf } from '../facts/code-tables.ts'
import { firstDates } from './first-dates.ts'
import type { Scope } from './scope.ts'

/**
 * Counts persons by the principal-sanction rule: from sanctions to one row per person and judgment, of the persons in
 * scope only.
 */
export async function countPersons(
  connection: DuckDBConnection,
  jurisdiction: Jurisdiction,
  scope: Scope,
): Promise<void> {
  const type = (list: string) => enumType(codeList(jurisdiction, list).codes.map(({ code }) => code))
  const slots = {
    ...calendarSlots(calendarOf(jurisdiction)),
    region: parentOf('court', jurisdiction, 'courts'),
    region_type: type('regions'),
    offence_section: parentOf('offence', jurisdiction, 'offences'),
    offence_section_type: type('offence_sections'),
    age_band: ageBandOf('age_at_sentence', jurisdiction),
    age_band_type: type('age_bands'),
    sanction_class_type: type('sanction_classes'),
    length_band: bandOf('length', jurisdiction, 'length_bands'),
    length_band_type: type('length_bands'),
  }
  await scope.rebuild(connection, 'facts.persons', (inScope) =>
    renderSqlTemplate('warehouse/counting/persons.sql', {
      ...slots,
      scope: inScope('sentences.person_key'),
      first_dates: firstDates(inScope),
    }),
  )
}
