import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteLiteral, renderSqlTemplate } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import type { Scope } from './scope.ts'

/** Matches judgments in force with registrations at probation, of the persons in scope only. */
export async function matchHandoff(
  connection: DuckDBConnection,
  { profile }: Jurisdiction,
  scope: Scope,
): Promise<void> {
  const classes = profile.handed_to_probation.map(quoteLiteral).join(', ')
  await scope.rebuild(connection, 'facts.handoff', (inScope) =>
    renderSqlTemplate('warehouse/counting/handoff.sql', {
      classes,
      scope: inScope('persons.person_key'),
      supervision_scope: inScope('person_key'),
    }),
  )
}
