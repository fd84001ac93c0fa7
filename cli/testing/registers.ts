import { createHash } from 'node:crypto'
import type { RegisterName } from '#jurisdictions'
import type { TestHome } from './homes.ts'

type Cells = Readonly<Record<string, string>>

/** A usual row of each Kyrgyz register, under the first headers of its contract. */
export const defaults: Readonly<Record<string, Cells>> = {
  supervision: {
    PERSON_ID: 'P1',
    CASE_ID: 'C1',
    KIND: '2',
    ORDER_NO: '1',
    OFFICE: 'GB-1',
    REGISTERED_ON: '25.03.2024',
    RECEIVED_ON: '',
    STARTS_ON: '25.03.2024',
    ENDS_ON: '25.03.2027',
    ENDED_ON: '',
    MEASURE: '10',
    OUTCOME: '0',
    POST: 'POST-1',
    SEX: 'М',
    BIRTH_YEAR: '1990',
  },
  assessments: {
    PERSON_ID: 'P1',
    ASSESSED_ON: '20.04.2024',
    OFFICE: 'GB-1',
    TOOL: 'RNA-1',
    SCORE: '12',
    LEVEL: '2',
    OVERRIDE: '0',
    NEED_HOUSING: '1',
    NEED_EMPLOYMENT: '2',
    NEED_SUBSTANCE: '3',
    NEED_FAMILY: '3',
    NEED_ATTITUDES: '3',
  },
  custody: {
    PERSON_ID: 'P1',
    FACILITY: 'SIZO-1',
    STATUS: '1',
    ADMITTED_ON: '10.01.2024',
    STATUS_FROM: '10.01.2024',
    STATUS_TO: '',
    RELEASED_ON: '',
    RELEASE_REASON: '',
    SEX: 'М',
    BIRTH_YEAR: '1990',
    REGIME: '0',
  },
  staffing: {
    POST: 'POST-1',
    SERVICE: '1',
    OFFICE: 'GB-1',
    ROLE: '1',
    CASELOAD: '1',
    FROM: '01.02.2020',
    TO: '',
    LEAVING: '0',
    SEX: 'Ж',
  },
  services: {
    PERSON_ID: 'P1',
    OFFICE: 'GB-1',
    KIND: '2',
    REFERRED_ON: '20.04.2024',
    STARTED_ON: '',
    ENDED_ON: '',
    RESULT: '0',
    PROVIDER: '1',
  },
  training: {
    TRAINING_ID: 'TR-1',
    TOPIC: 'Пробация',
    HELD_ON: '05.02.2024',
    DAYS: '2',
    PROFESSION: '1',
    SEX: 'Ж',
    CERTIFICATE: '1',
  },
}

const prefixes: Readonly<Record<string, string>> = {
  supervision: 'probation_supervision',
  assessments: 'probation_assessments',
  custody: 'prison_custody',
  staffing: 'staffing',
  services: 'probation_services',
  training: 'training',
  complaints: 'complaints',
}

/** The text of an extract of a register; what a row does not say is as usual. */
export function registerCsv(register: string, rows: readonly Cells[]): string {
  const base = defaults[register] ?? {}
  const headers = [...new Set([...Object.keys(base), ...rows.flatMap((row) => Object.keys(row))])]
  const lines = rows.map((row) => headers.map((header) => row[header] ?? base[header] ?? '').join(';'))
  return `${[headers.join(';'), ...lines].join('\n')}\n`
}

/** Many usual rows that differ in one column. */
export function many(count: number, column: string, prefix: string): Cells[] {
  return Array.from({ length: count }, (_, index) => ({ [column]: `${prefix}${index}` }))
}

export interface Described {
  readonly period?: readonly [string, string]
  readonly sentAt?: string
  readonly totals?: readonly { readonly column: string; readonly sum: number }[]
}

let deliveries = 0

/** Puts an extract with its manifest into the incoming folder of a home. */
export function deliver(home: TestHome, register: RegisterName, text: string, described: Described = {}): void {
  const folder = `delivery-${String(deliveries++).padStart(4, '0')}`
  const name = `${register === 'sentences' ? 'court_sentences' : prefixes[register]}_x.csv`
  const [from, to] = described.period ?? ['2024-01-01', '2024-12-31']
  const manifest = {
    register,
    period: { from, to },
    ...(described.sentAt === undefined ? {} : { sent_at: described.sentAt }),
    files: [
      {
        name,
        sha256: createHash('sha256').update(text).digest('hex'),
        rows: text.trimEnd().split('\n').length - 1,
        ...(described.totals === undefined ? {} : { totals: described.totals }),
      },
    ],
  }
  home.deliver(`${folder}/${name}`, text)
  home.deliver(`${folder}/manifest.json`, JSON.stringify(manifest))
}
