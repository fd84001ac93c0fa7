import type { Unit } from './units.ts'

type Where = (unit: Unit) => boolean

/** Units of a table that a measure counts. */
export interface CountedUnits {
  readonly table: string
  readonly where: Where
}

/** How a measure is reckoned from counts, in the words of its definition. */
export type Reckoning =
  | { readonly count: CountedUnits }
  | { readonly share: CountedUnits; readonly of: CountedUnits }
  | { readonly odds: CountedUnits; readonly against: CountedUnits }
  | { readonly median: CountedUnits }
  | { readonly rate: CountedUnits; readonly of: CountedUnits; readonly per: number; readonly mean?: true }
  | { readonly ofPlaces: CountedUnits; readonly places: number }

const all = (table: string): CountedUnits => ({ table, where: () => true })
const only = (table: string, column: string, ...codes: string[]): CountedUnits => ({
  table,
  where: (unit) => codes.includes(unit[column] ?? ''),
})
const without = (table: string, column: string, ...codes: string[]): CountedUnits => ({
  table,
  where: (unit) => !codes.includes(unit[column] ?? ''),
})

const sentenced = (table: string) => without(table, 'sanction_class', 'NONE', 'UNK')
const custodial = (table: string) => only(table, 'sanction_class', 'CUST')
const noncustodial = without('sentences', 'sanction_class', 'CUST', 'NONE', 'UNK')
const caseload: CountedUnits = {
  table: 'staffing_posts',
  where: (unit) => unit['service'] === 'probation' && unit['caseload'] === 'yes',
}
const unsentenced = only('custody_stock', 'status', 'untried', 'tried_awaiting_first_judgment')
const revoked = ['revoked_technical', 'revoked_new_offence']
const endedOrders = without('supervision_exits', 'outcome', 'died', 'UNK')
const waited = without('services', 'result', 'under_way', 'UNK')

export const reckonings: Readonly<Record<string, Readonly<Record<string, Reckoning>>>> = {
  sentences: {
    persons: { count: all('sentences') },
    custodial_share: { share: custodial('sentences'), of: sentenced('sentences') },
    noncustodial_share: { share: noncustodial, of: sentenced('sentences') },
    ratio_noncustodial_custodial: { odds: noncustodial, against: custodial('sentences') },
    median_length_months: { median: custodial('sentences') },
    unmapped_share: { share: only('sentences', 'offence', 'UNK'), of: all('sentences') },
    rate_per_100k: { rate: all('sentences'), of: all('population'), per: 100_000 },
  },
  sentences_attributes: {
    persons: { count: all('sentences_attributes') },
    custodial_share: { share: custodial('sentences_attributes'), of: sentenced('sentences_attributes') },
  },
  sentences_units: {
    count: { count: all('sentences_units') },
    custodial_share: { share: custodial('sentences_units'), of: sentenced('sentences_units') },
  },
  custody: { admissions: { count: all('custody_admissions') }, releases: { count: all('custody_releases') } },
  custody_stock: {
    held: { count: all('custody_stock') },
    unsentenced: { count: unsentenced },
    unsentenced_share: { share: unsentenced, of: without('custody_stock', 'status', 'UNK') },
    rate_per_100k: { rate: all('custody_stock'), of: all('population'), per: 100_000 },
    occupancy: { ofPlaces: all('custody_stock'), places: 17_134 },
  },
  supervision: {
    entries: { count: all('supervision_entries') },
    exits: { count: all('supervision_exits') },
    completion_share: {
      share: only('supervision_exits', 'outcome', 'completed', 'early_discharge'),
      of: endedOrders,
    },
    revocation_share: { share: only('supervision_exits', 'outcome', ...revoked), of: endedOrders },
  },
  supervision_stock: {
    clients: { count: all('supervision_stock') },
    clients_per_officer: { rate: all('supervision_stock'), of: caseload, per: 1 },
  },
  followup: {
    cohort: { count: all('followup') },
    event_share: { share: only('followup', 'happened', 'yes'), of: all('followup') },
    ended_by_level: { count: all('followup_risk') },
    revoked_share_by_level: { share: only('followup_risk', 'outcome', ...revoked), of: all('followup_risk') },
  },
  handoff: {
    judgments: { count: all('handoff') },
    registered_share: { share: only('handoff', 'timeliness', 'D010', 'D030'), of: all('handoff') },
    registered_10_share: { share: only('handoff', 'timeliness', 'D010'), of: all('handoff') },
  },
  assessments: {
    assessments: { count: all('assessments') },
    high_share: { share: only('assessments', 'level', 'high', 'very_high'), of: all('assessments') },
    needs: { count: all('needs') },
    strong_need_share: { share: only('needs', 'need_level', 'strong'), of: all('needs') },
  },
  services: {
    services: { count: all('services') },
    completed_share: { share: only('services', 'result', 'completed'), of: waited },
    referrals: { count: all('services') },
    started_in_month_share: { share: only('services', 'waiting_band', 'W00', 'W08'), of: all('services') },
  },
  staffing: {
    posts: { count: all('staffing_posts') },
    vacancies: { count: all('staffing_vacancies') },
    exits: { count: all('staffing_exits') },
    turnover: { rate: all('staffing_exits'), of: all('staffing_posts'), per: 1, mean: true },
  },
  training: { attendances: { count: all('training') } },
  activities: { activities: { count: all('activities') } },
  population: { persons: { count: all('population') } },
}
