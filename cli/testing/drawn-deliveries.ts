import type { RegisterName } from '#jurisdictions'
import type { TestHome } from './homes.ts'
import { type Described, defaults, deliver, registerCsv } from './registers.ts'
import { usualSentence } from './sentences.ts'

/** Numbers that are drawn alike each time (a linear congruence, Park and Miller 1988). */
export function drawing(seed: number) {
  let state = seed + 1
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
  return {
    below,
    of: <T>(items: readonly T[]) => items[below(items.length)] as T,
    chance: (share: number) => below(1000) < share * 1000,
  }
}
export type Draw = ReturnType<typeof drawing>
type Row = Record<string, string>

/** A row of few cases and persons, so that files speak of the same ones again and again. */
const drawnRow: Readonly<Record<string, (draw: Draw, quarter: number) => Row>> = {
  sentences: (draw, quarter) => {
    const number = draw.below(20)
    return {
      ...usualSentence,
      ...{
        CASE_ID: `C${number}`,
        PERSON_ID: `P${number}`,
        DAYS: draw.of(['365', '730']),
        SENTENCED_ON: dayIn(draw, quarter),
      },
      ...{ IN_FORCE_ON: '', SEX: number % 2 === 0 ? 'М' : 'Ж' },
    }
  },
  supervision: (draw, quarter) => {
    const number = draw.below(20)
    const keys = { PERSON_ID: `P${number}`, CASE_ID: `C${draw.chance(0.1) ? 99 : number}` }
    return {
      ...defaults['supervision'],
      ...keys,
      REGISTERED_ON: dayIn(draw, quarter),
      OUTCOME: draw.of(['0', '1']),
      SEX: number % 2 === 0 ? 'М' : 'Ж',
    }
  },
  training: (draw, quarter) => ({ ...defaults['training'], HELD_ON: dayIn(draw, quarter), DAYS: draw.of(['1', '2']) }),
}

const quarters = [1, 2, 3, 4]
const monthOf = (quarter: number) => String(3 * quarter - 1).padStart(2, '0')
const dayIn = (draw: Draw, quarter: number) => `0${1 + draw.below(3)}.${monthOf(quarter)}.2024`

/** One file of a delivery that was drawn. */
export interface DrawnFile {
  readonly register: RegisterName
  readonly quarter: number
  rows: Row[]
  /** What becomes of its text. */
  change: (text: string) => string
  described: Described
}

/** Files of three registers, one of each quarter of a year. */
export function drawnFiles(draw: Draw): DrawnFile[] {
  return (['sentences', 'supervision', 'training'] as const).flatMap((register) =>
    quarters.map((quarter) => ({
      ...{ register, quarter, change: (text: string) => text },
      rows: Array.from({ length: 12 }, () => drawnRow[register]?.(draw, quarter) ?? {}),
      described: {
        period: [
          `2024-${String(3 * quarter - 2).padStart(2, '0')}-01`,
          `2024-${String(3 * quarter).padStart(2, '0')}-28`,
        ] as const,
        sentAt: `2024-${monthOf(quarter)}-28T00:00:00Z`,
      },
    })),
  )
}

/** Puts drawn files with their manifests into the incoming folder of a home. */
export function deliverAll(test: TestHome, files: readonly DrawnFile[]): void {
  for (const { register, rows, change, described } of files)
    deliver(test, register, change(registerCsv(register, rows)), described)
}

/** What senders do to some row or file. The first ones leave files that can be taken in. */
export const habits: Readonly<Record<string, (file: DrawnFile, draw: Draw) => void>> = {
  'a row that is set aside': ({ rows, register }, draw) => {
    rows[draw.below(12)] = {
      ...rows[0],
      [register === 'sentences' ? 'COURT' : register === 'supervision' ? 'OFFICE' : 'DAYS']: 'XX',
    }
  },
  'a row outside its period': ({ rows, register }) => {
    const date = { sentences: 'SENTENCED_ON', supervision: 'REGISTERED_ON', training: 'HELD_ON' }[
      register as 'training'
    ]
    rows[3] = { ...rows[3], [date]: '30.12.2025' }
  },
  'another sex of a person': ({ rows, register }) => {
    if (register !== 'training') rows[5] = { ...rows[5], PERSON_ID: 'P4', SEX: 'Ж' }
  },
  'rows that are taken back': ({ rows, register }, draw) => {
    if (register === 'sentences') for (const at of [2, 7]) rows[at] = { ...rows[draw.below(12)], RECORD: 'D' }
  },
  'a row twice': ({ rows }) => void rows.push({ ...rows[1] }),
  'a sum of the sender': (file) => {
    file.change = (text) => text.replace(/(\n[^\n]*)$/, '\nИТОГО$1')
  },
  'blanks around cells': (file) => {
    file.change = (text) => text.replaceAll(';', '; ')
  },
  'a blank line': (file) => {
    file.change = (text) => text.replace('\n', '\n\n')
  },
  'a broken line': (file) => {
    file.change = (text) => text.replace('\n', '\nx;y\n')
  },
  'no end of the last line': (file) => {
    file.change = (text) => text.trimEnd()
  },
  'another delimiter': (file) => {
    file.change = (text) => text.replaceAll(';', '\t')
  },
  'a moment that others have too': (file) => {
    file.described = { ...file.described, sentAt: '2024-07-01T00:00:00Z' }
  },
  'a longer period': (file) => {
    file.described = { ...file.described, period: ['2024-02-01', '2024-12-31'] }
  },
}
/** Files that are refused as a whole. */
export const faults: Readonly<Record<string, (file: DrawnFile) => void>> = {
  'a name in it': ({ rows }) => {
    const [first] = Object.keys(rows[0] ?? {})
    rows[4] = { ...rows[4], [first ?? '']: 'Иванов Иван Иванович' }
  },
  'an open quotation mark': (file) => {
    file.change = (text) => text.replace(/\n([^\n]*)\n$/, '\n"$1\n')
  },
  'a column that is missing': (file) => {
    file.change = (text) => text.replace('SEX', 'SEKS')
  },
  'a total that is wrong': (file) => {
    file.described = { ...file.described, totals: [{ column: 'DAYS', sum: 1 }] }
  },
  'a code that all have to know': ({ rows, register }) => {
    if (register === 'sentences') rows[4] = { ...rows[4], SANCTION: '77' }
    else rows[4] = { ...rows[4], SEX: '12.03.1987' }
  },
}
