// Written by npm run client:names from the OpenAPI document. Do not edit.
export const clientVersion = '0.1.0'

interface Names {
  sentences: { measure: 'persons' | 'custodial_share' | 'noncustodial_share' | 'ratio_noncustodial_custodial' | 'median_length_months' | 'unmapped_share' | 'rate_per_100k'; dimension: 'month' | 'quarter' | 'year' | 'court' | 'region' | 'offence' | 'offence_section' | 'sex' | 'age_band' | 'sanction_category' | 'sanction_class' | 'length_band' }
  activities: { measure: 'activities'; dimension: 'quarter' | 'year' | 'component' | 'status' }
  assessments: { measure: 'assessments' | 'high_share' | 'needs' | 'strong_need_share'; dimension: 'quarter' | 'year' | 'region' | 'level' | 'sex' | 'need' | 'need_level' }
  custody: { measure: 'admissions' | 'releases'; dimension: 'quarter' | 'year' | 'status' | 'sex' | 'broad_age' }
  custody_stock: { measure: 'held' | 'unsentenced' | 'unsentenced_share' | 'rate_per_100k' | 'occupancy'; dimension: 'quarter' | 'year' | 'status' | 'sex' | 'broad_age' }
  followup: { measure: 'cohort' | 'event_share' | 'ended_by_level' | 'revoked_share_by_level'; dimension: 'year' | 'kind' | 'event' | 'horizon' | 'happened' | 'level' | 'outcome' | 'sex' | 'broad_age' }
  handoff: { measure: 'judgments' | 'registered_share' | 'registered_10_share'; dimension: 'quarter' | 'year' | 'region' | 'sanction_class' | 'timeliness' }
  population: { measure: 'persons'; dimension: 'year' | 'region' | 'sex' | 'age_band' }
  sentences_attributes: { measure: 'persons' | 'custodial_share'; dimension: 'year' | 'region' | 'sanction_class' | 'attribute' | 'attribute_value' }
  sentences_units: { measure: 'count' | 'custodial_share'; dimension: 'year' | 'unit' | 'rule' | 'placement' | 'stage' | 'view' | 'sanction_class' }
  services: { measure: 'services' | 'completed_share' | 'referrals' | 'started_in_month_share'; dimension: 'quarter' | 'year' | 'region' | 'kind' | 'result' | 'waiting_band' }
  staffing: { measure: 'posts' | 'vacancies' | 'exits' | 'turnover'; dimension: 'quarter' | 'year' | 'region' | 'service' | 'role' | 'caseload' }
  supervision: { measure: 'entries' | 'exits' | 'completion_share' | 'revocation_share'; dimension: 'quarter' | 'year' | 'region' | 'kind' | 'sex' | 'broad_age' | 'outcome' }
  supervision_stock: { measure: 'clients' | 'clients_per_officer'; dimension: 'quarter' | 'year' | 'region' | 'kind' | 'sex' | 'broad_age' }
  training: { measure: 'attendances'; dimension: 'quarter' | 'year' | 'profession' }
}

/** The name of a dataset that the API has. */
export type DatasetName = keyof Names
/** The names of the measures of a dataset; any text where its name is not known beforehand. */
export type MeasuresOf<Dataset extends string> = Dataset extends DatasetName ? Names[Dataset]['measure'] : string
/** The names of the dimensions of a dataset; any text where its name is not known beforehand. */
export type DimensionsOf<Dataset extends string> = Dataset extends DatasetName ? Names[Dataset]['dimension'] : string
/** The name of a statistical method that the API has. */
export type MethodName = 'growth' | 'trend' | 'seasonal' | 'breaks' | 'interrupted' | 'funnel' | 'standardise' | 'decomposition' | 'substitution' | 'disparity' | 'risk-tool' | 'projection'
