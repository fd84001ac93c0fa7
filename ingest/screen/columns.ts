import { type Contract, columnsToRead, isNumberType } from '#jurisdictions'
import { birthYears, isShortBirth, yearIn } from '../personal/dates.ts'
import type { Header } from '../table/header.ts'
import { chanceCodes, type DrawnShape } from './drawn-shape.ts'
import type { Exempt } from './exempt.ts'
import { isOfNames } from './names-in-column.ts'
import type { Finding } from './report.ts'
import type { JudgedCell } from './suspects.ts'

interface About {
  readonly header: Header
  readonly contract: Contract
  readonly exempt: Exempt
  /** Of keys that a machine drew. */
  readonly drawn?: DrawnShape | undefined
}

/** Of the different cells so many have to be alike before a column confirms what a cell alone does not say. */
const half = 0.5

/** What a column of a file holds of personal data. */
export function findingsIn(column: string, cells: readonly JudgedCell[], about: About): readonly Finding[] {
  const judged = cells.filter(({ value }) => !about.exempt.has(value))
  const kind = kindOf(column, about)
  const confirmed = confirmedCodes(judged)
  const areNames = kind !== 'number' && kind !== 'date' && isOfNames(judged)
  const chance = about.drawn && { length: about.drawn.length, codes: chanceCodes(judged, about.drawn) }
  const found = new Map<string, JudgedCell[]>()
  for (const cell of judged) {
    for (const code of codesOf(cell, { kind, confirmed, areNames, chance, contract: about.contract })) {
      const others = found.get(code)
      if (others === undefined) found.set(code, [cell])
      else others.push(cell)
    }
  }
  return [...found].map(([code, all]) => ({
    column,
    code,
    count: all.reduce((sum, { rows }) => sum + rows, 0),
    values: all.map(({ value }) => value),
  }))
}

/** The columns of a file that fill a column of a type. */
export function columnsOfType(
  type: Contract['columns'][string]['type'],
  { sourceOf }: Header,
  contract: Contract,
): ReadonlySet<string> {
  const read = columnsToRead(contract).filter(([, column]) => column.type === type)
  return new Set(read.flatMap(([name]) => sourceOf.get(name) ?? []))
}

type Kind = 'date' | 'number' | 'key' | 'ignored' | 'other'

/** What a contract expects in a column. */
function kindOf(column: string, { header, contract }: About): Kind {
  const types = columnsToRead(contract).flatMap(([name, { type }]) =>
    header.sourceOf.get(name) === column ? [type] : [],
  )
  if (types.some((type) => type === 'date')) return 'date'
  if (types.some(isNumberType)) return 'number'
  if (types.some((type) => type === 'key')) return 'key'
  return contract.ignored.includes(column) ? 'ignored' : 'other'
}

interface Judging {
  readonly kind: Kind
  readonly confirmed: ReadonlySet<string>
  readonly areNames: boolean
  /** Of keys that a machine drew their length, and what chance explains of them. */
  readonly chance: { readonly length: number; readonly codes: ReadonlySet<string> } | undefined
  readonly contract: Contract
}

/** What a column of dates holds by right. */
const inDates = ['WRITTEN_DATE', 'SHORT_DATE']

function codesOf(
  { value, verdict }: JudgedCell,
  { kind, confirmed, areNames, chance, contract }: Judging,
): ReadonlySet<string> {
  const isAmount = kind === 'number' && !value.includes('+')
  const isChance = (code: string) =>
    kind === 'key' &&
    (mayBeChance(value, code, confirmed) || (value.length === chance?.length && chance.codes.has(code)))
  const sure = verdict.sure.filter((code) => !(isAmount && code.endsWith('PHONE')) && !isChance(code))
  const isEvent = kind === 'ignored' && !isShortBirth(value)
  const likely = isAmount
    ? []
    : verdict.likely.filter((code) => confirmed.has(code) && !(isEvent && code === 'SHORT_DATE'))
  const dates = verdict.dates.filter((code) => code === 'FULL_DATE' && isOutOfPlace(value, kind, contract))
  const own = [...sure, ...likely, ...dates].filter((code) => kind !== 'date' || !inDates.includes(code))
  return new Set(own.length === 0 && areNames && (verdict.isShaped || verdict.isPart) ? ['COLUMN_OF_NAMES'] : own)
}

/** Among millions of drawn keys some read like a name or a date: there the other cells have to be such as well, unless it has a blank. */
function mayBeChance(value: string, code: string, confirmed: ReadonlySet<string>): boolean {
  return /NAME|PATRONYMIC|WRITTEN_DATE/.test(code) && !value.includes(' ') && !confirmed.has(code)
}

function isOutOfPlace(value: string, kind: Kind, contract: Contract): boolean {
  if (kind !== 'ignored') return kind !== 'date'
  const [first, last] = birthYears(contract)
  const year = yearIn(value)
  return year >= first && year <= last
}

/** Classes that at least half of the different cells of a column could be. */
function confirmedCodes(cells: readonly JudgedCell[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { verdict } of cells)
    for (const code of [...verdict.sure, ...verdict.likely]) counts.set(code, (counts.get(code) ?? 0) + 1)
  return new Set([...counts].flatMap(([code, count]) => (count >= half * cells.length ? [code] : [])))
}
