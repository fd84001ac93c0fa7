import { createHash } from 'node:crypto'
import type { TestHome } from '../homes.ts'
import { type Line, readPaperTable } from './tables.ts'

const prefixes = {
  sentences: 'court_sentences',
  supervision: 'probation_supervision',
  custody: 'prison_custody',
  assessments: 'probation_assessments',
  services: 'probation_services',
  staffing: 'staffing',
  training: 'training',
  activities: 'activities',
  population: 'population',
}
export const paperRegisters = Object.keys(prefixes) as (keyof typeof prefixes)[]

// Columns that a contract demands and no answer depends on.
const defaults: Readonly<Record<string, Line>> = {
  sentences: { DISABILITY: '0', DETAINED: '1', LEGAL_AID: '0', DV: '0', FINE: '' },
  supervision: { POST: '', RECEIVED_ON: '', MEASURE: '10' },
  custody: { REGIME: '0' },
  assessments: { TOOL: 'RNA-1', SCORE: '10', OVERRIDE: '0' },
  services: { PROVIDER: '1' },
  staffing: { SEX: 'Ж' },
  activities: { INDICATOR: '', TARGET: '', ACTUAL: '', NOTE: '' },
}

/** Puts what a night brings of each register into the incoming folder of a home. */
export function deliverPaper(home: TestHome, night: string): void {
  for (const register of paperRegisters) {
    const rows = readPaperTable('rows', register).filter((row) => row['night'] === night)
    if (rows.length > 0) deliverRows(home, register, night, rows)
  }
}

function deliverRows(home: TestHome, register: keyof typeof prefixes, night: string, rows: readonly Line[]): void {
  const lines = rows.map(({ night: _, ...cells }) => ({ ...cells, ...defaults[register] }))
  const headers = Object.keys(lines[0] ?? {})
  const text = [headers, ...lines.map((line) => Object.values(line))].map((cells) => cells.join(';')).join('\n')
  const name = `${prefixes[register]}_${night}.csv`
  home.deliver(`${register}-${night}/${name}`, `${text}\n`)
  const period = { from: '2023-01-01', to: '2024-12-31' }
  home.deliver(`${register}-${night}/manifest.json`, JSON.stringify({ register, period, files: [fileOf(name, text)] }))
}

function fileOf(name: string, text: string) {
  const sha256 = createHash('sha256').update(`${text}\n`).digest('hex')
  return { name, sha256, rows: text.split('\n').length - 1 }
}
