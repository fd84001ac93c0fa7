/** What the house stores in a column. A code column names its list: that decides which codes there can be. */
export type HouseType = 'key' | 'text' | 'integer' | 'decimal' | 'date' | 'boolean' | `code of ${string}`

/** The house columns of each register, whatever a sender calls them. */
export const registers = {
  sentences: {
    case_key: 'key',
    person_key: 'key',
    charge_no: 'integer',
    sanction_no: 'integer',
    sentenced_on: 'date',
    in_force_on: 'date',
    court: 'code of courts',
    stage: 'code of stages',
    regime: 'text',
    article: 'text',
    offence: 'code of offences',
    sanction: 'text',
    serving: 'text',
    sanction_category: 'code of sanction_categories',
    length: 'decimal',
    fine_amount: 'decimal',
    sex: 'code of sexes',
    age: 'integer',
    birth_year: 'integer',
    citizenship: 'code of citizenships',
    disability: 'boolean',
    prior_conviction: 'boolean',
    detained_before_trial: 'boolean',
    legal_aid: 'boolean',
    domestic_violence: 'boolean',
    plea: 'boolean',
  },
  supervision: {
    person_key: 'key',
    case_key: 'key',
    kind: 'code of supervision_kinds',
    order_no: 'integer',
    office: 'code of offices',
    registered_on: 'date',
    judgment_received_on: 'date',
    starts_on: 'date',
    ends_on: 'date',
    ended_on: 'date',
    measure: 'code of supervision_measures',
    outcome: 'code of supervision_outcomes',
    officer_post: 'key',
    sex: 'code of sexes',
    birth_year: 'integer',
  },
  assessments: {
    person_key: 'key',
    assessed_on: 'date',
    office: 'code of offices',
    tool_version: 'text',
    total_score: 'integer',
    level: 'code of risk_levels',
    override: 'boolean',
  },
  custody: {
    person_key: 'key',
    facility: 'code of facilities',
    status: 'code of custody_statuses',
    admitted_on: 'date',
    status_from: 'date',
    status_to: 'date',
    released_on: 'date',
    release_reason: 'code of release_reasons',
    sex: 'code of sexes',
    birth_year: 'integer',
    prison_regime: 'code of prison_regimes',
  },
  staffing: {
    post_key: 'key',
    service: 'code of staff_services',
    office: 'code of offices',
    role: 'code of staff_roles',
    carries_caseload: 'boolean',
    held_from: 'date',
    held_to: 'date',
    leaving_reason: 'code of leaving_reasons',
    sex: 'code of sexes',
  },
  services: {
    person_key: 'key',
    office: 'code of offices',
    kind: 'code of service_kinds',
    referred_on: 'date',
    started_on: 'date',
    ended_on: 'date',
    result: 'code of service_results',
    provider: 'code of provider_types',
  },
  training: {
    training_key: 'key',
    topic: 'text',
    held_on: 'date',
    days: 'decimal',
    profession: 'code of professions',
    sex: 'code of sexes',
    certificate: 'boolean',
  },
  activities: {
    activity_key: 'key',
    component: 'code of components',
    title_ky: 'text',
    title_ru: 'text',
    title_en: 'text',
    owner: 'text',
    planned_quarter: 'date',
    status: 'code of activity_statuses',
    done_on: 'date',
    indicator: 'text',
    target: 'decimal',
    actual: 'decimal',
    note: 'text',
  },
  population: {
    region: 'code of regions',
    sex: 'code of sexes',
    age_band: 'code of age_bands',
    reference_on: 'date',
    basis: 'code of population_bases',
    persons: 'integer',
  },
} as const satisfies Record<string, Record<string, HouseType>>

/** The name of a register of the house. */
export type RegisterName = keyof typeof registers

/** Names of all registers, in the order in which a run takes them in: what others refer to comes first. */
export const registerNames = Object.keys(registers) as readonly RegisterName[] as readonly [RegisterName]

/** The score of one needs domain is a column of its own; the list `needs_domains` says which domains there are. */
const needPrefix = 'need_'

/** Only the part of a jurisdiction that decides which columns there are. */
interface Lists {
  readonly lists: ReadonlyMap<string, { readonly codes: readonly { readonly code: string }[] }>
}

/** The columns of a register with their types, in the order in which the house stores them. */
export function houseColumns(
  register: RegisterName,
  { lists }: Lists,
): readonly (readonly [name: string, type: HouseType])[] {
  const needs = register === 'assessments' ? (lists.get('needs_domains')?.codes ?? []) : []
  return [...Object.entries(registers[register]), ...needs.map(({ code }) => [needColumn(code), 'integer'] as const)]
}

/** The type of a column, or `undefined` when the register has no such column. */
export function houseType(register: RegisterName, column: string): HouseType | undefined {
  if (register === 'assessments' && column.startsWith(needPrefix)) return 'integer'
  const columns: Readonly<Record<string, HouseType>> = registers[register]
  return Object.hasOwn(columns, column) ? columns[column] : undefined
}

/** The column with the score of a needs domain. */
export function needColumn(domain: string): string {
  return `${needPrefix}${domain}`
}

/** The needs domain whose score a column holds, or `undefined`. */
export function needOf(column: string): string | undefined {
  return column.startsWith(needPrefix) ? column.slice(needPrefix.length) : undefined
}

/** The list that a code column takes its codes from, or `undefined` for other columns. */
export function listOf(type: HouseType | undefined): string | undefined {
  return type?.startsWith('code of ') ? type.slice('code of '.length) : undefined
}
