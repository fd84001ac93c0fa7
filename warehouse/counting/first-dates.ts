import { renderSqlTemplate } from '#foundation'
import type { PersonCondition } from './scope.ts'

/** Selects the date that counts of each row of a judgment that was delivered again, of the persons in scope. */
export function firstDates(inScope: PersonCondition = () => 'true'): string {
  const slots = { history_scope: inScope('person_key'), first_scope: inScope('history.person_key') }
  return renderSqlTemplate('warehouse/counting/first-dates.sql', slots)
}
