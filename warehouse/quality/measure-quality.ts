import type { DuckDBConnection } from '@duckdb/node-api'
import { selectRows } from '#foundation'
import type { Jurisdiction } from '#jurisdictions'
import { cubesOf } from '../catalog/cube.ts'
import { missingColumns } from '../catalog/presupposed.ts'
import { calendarOf, calendarSlots } from '../facts/calendar.ts'
import type { QualityFigure } from '../generations/store/manifest.ts'

/** Without these a ledger would measure its own gaps. */
const ledgerNeeds = {
  needs: {
    custody: ['person_key', 'admitted_on', 'status_from', 'status_to', 'released_on'],
    supervision: ['registered_on', 'ended_on', 'ends_on', 'outcome'],
  },
}

/** Measures how well the registers fit together: the hand-off from court to probation, the residuals of the ledgers. */
export async function measureQuality(
  connection: DuckDBConnection,
  jurisdiction: Jurisdiction,
): Promise<readonly QualityFigure[]> {
  const { contracts } = jurisdiction
  if (!contracts.has('supervision')) return []
  const hasHandoff = cubesOf(jurisdiction).some(({ gives }) => gives.includes('hand_off'))
  const hasLedger = contracts.has('custody') && missingColumns(ledgerNeeds, jurisdiction).length === 0
  const handoff = hasHandoff ? await handoffByYear(connection, jurisdiction) : []
  const ledger = hasLedger ? await residuals(connection) : []
  return [...handoff, ...ledger]
}

interface HandoffYear {
  readonly year: number
  readonly judgments: number
  readonly within_10: number
  readonly within_30: number
  readonly unmatched: number
}

async function handoffByYear(
  connection: DuckDBConnection,
  jurisdiction: Jurisdiction,
): Promise<readonly QualityFigure[]> {
  const { shift } = calendarSlots(calendarOf(jurisdiction))
  const years = await selectRows<HandoffYear>(
    connection,
    `select year(in_force_on${shift}) as year, count(*) as judgments, count(*) filter (days <= 10) as within_10,
            count(*) filter (days <= 30) as within_30, count(*) filter (days is null) as unmatched
     from facts.handoff group by year order by year`,
  )
  return years.flatMap(({ year, judgments, within_10, within_30, unmatched }) => {
    const subject = String(year)
    return [
      { measure: 'handoff_judgments', subject, value: judgments },
      { measure: 'handoff_within_10', subject, value: within_10 / judgments },
      { measure: 'handoff_within_30', subject, value: within_30 / judgments },
      { measure: 'handoff_unmatched', subject, value: unmatched / judgments },
    ] as const
  })
}

/** The sum over regions of the residuals' size, so that they cannot cancel one another out. */
async function residuals(connection: DuckDBConnection): Promise<readonly QualityFigure[]> {
  const quarters = await selectRows<{ register: string; quarter: number; residual: number }>(
    connection,
    `select register, quarter, sum(abs(residual)) as residual from facts.ledger
     group by register, quarter having sum(abs(residual)) > 0 order by register, quarter`,
  )
  return quarters.map(({ register, quarter, residual }) => ({
    measure: 'ledger_residual',
    subject: `${register} ${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`,
    value: residual,
  }))
}
