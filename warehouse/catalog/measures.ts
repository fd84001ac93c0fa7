/** A whole number per row of the answer, as an aggregate over `persons`. */
export const counts = {
  persons: 'count(*)',
  sentenced: `count(*) filter (sanction_class not in ('NONE', 'UNK'))`,
  custodial: `count(*) filter (sanction_class = 'CUST')`,
  noncustodial: `count(*) filter (sanction_class not in ('CUST', 'NONE', 'UNK'))`,
  with_term: `count(length_months) filter (sanction_class = 'CUST')`,
} as const

export type CountName = keyof typeof counts

/** How a measure is made of counts. */
export type Form =
  | { readonly form: 'count'; readonly count: CountName }
  | { readonly form: 'share'; readonly events: CountName; readonly total: CountName }
  | { readonly form: 'odds'; readonly events: CountName; readonly total: CountName }
  | { readonly form: 'median'; readonly value: string; readonly filter: string; readonly count: CountName }

export const measureForms = {
  persons: { form: 'count', count: 'persons' },
  custodial_share: { form: 'share', events: 'custodial', total: 'sentenced' },
  noncustodial_share: { form: 'share', events: 'noncustodial', total: 'sentenced' },
  ratio_noncustodial_custodial: { form: 'odds', events: 'noncustodial', total: 'sentenced' },
  median_length_months: {
    form: 'median',
    value: 'length_months',
    filter: `sanction_class = 'CUST'`,
    count: 'with_term',
  },
} as const satisfies Record<string, Form>

export type MeasureName = keyof typeof measureForms

/** A share of a class inside the same class says nothing, so these dimensions go with counts only. */
const partsOfTheOutcome = ['sanction_class', 'sanction_category', 'length_band']

/** Whether a measure may be asked by, or filtered on, a dimension. */
export function allows(measure: MeasureName, dimension: string): boolean {
  return measureForms[measure].form === 'count' || !partsOfTheOutcome.includes(dimension)
}
