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
} as const satisfies Record<string, Record<string, HouseType>>

export type RegisterName = keyof typeof registers

/** The columns of a register with their types, in the order in which the house stores them. */
export function houseColumns(register: RegisterName): readonly (readonly [name: string, type: HouseType])[] {
  return Object.entries(registers[register])
}

/** The type of a column, or `undefined` when the register has no such column. */
export function houseType(register: RegisterName, column: string): HouseType | undefined {
  return houseColumns(register).find(([name]) => name === column)?.[1]
}

/** The list that a code column takes its codes from, or `undefined` for other columns. */
export function listOf(type: HouseType | undefined): string | undefined {
  return type?.startsWith('code of ') ? type.slice('code of '.length) : undefined
}
