import type { DuckDBConnection } from '@duckdb/node-api'
import { besideOf } from '#ingest'
import { canonicalColumns, canonicalType, foldedText, listOf } from '#jurisdictions'
import type { CodeTables, CrosswalkCode, OwnCode, RegisterPlan } from './plan.ts'
import { codeByWords, commonCodes, obviousCode } from './plan-codes.ts'
import { placedColumn, placedLists, regionColumn } from './plan-region.ts'

/** A value of a column of codes, of one of the files. */
interface Value {
  readonly list: string
  readonly value: string
  readonly region: string | undefined
  readonly isMapped: boolean
}

/** What stands for the whole country where no file has regions. */
const everywhere = 'ALL'

/** The lists and crosswalks of all registers: codes of the files, and nothing else of them. */
export async function planTables(connection: DuckDBConnection, plans: readonly RegisterPlan[]): Promise<CodeTables> {
  const values: Value[] = []
  for (const plan of plans) values.push(...(await valuesOf(connection, plan)))
  const regions = ownCodes('regions', regionsIn(plans, values))
  const own = listsOf(plans).filter((list) => list !== 'regions' && commonCodes(list) === undefined)
  const lists = own.map((list) => [list, withParents(list, values, regions)] as const)
  const crosswalks = plans.flatMap(({ columns }) =>
    columns.flatMap(({ keys }) => keys.flatMap(([key, list]) => (key === 'crosswalk' ? [list] : []))),
  )
  return {
    lists: new Map([['regions', regions], ...lists]),
    crosswalks: new Map([...new Set(crosswalks)].map((list) => [list, crosswalkOf(list, values)])),
  }
}

/** The lists that a register needs, whether its file has a column for them or not. */
function listsOf(plans: readonly RegisterPlan[]): readonly string[] {
  const lists = plans.flatMap(({ register }) =>
    canonicalColumns(register, { lists: new Map() }).flatMap(([, type]) => listOf(type) ?? []),
  )
  return [...new Set(lists)]
}

async function valuesOf(connection: DuckDBConnection, plan: RegisterPlan): Promise<readonly Value[]> {
  const { register, profile, columns } = plan
  const values: Value[] = []
  for (const { name, source, keys } of columns) {
    const list = listOf(canonicalType(register, name))
    const column = profile.columns.find((one) => one.name === source)
    if (list === undefined || column === undefined) continue
    const region = name === placedColumn(register) ? regionColumn(profile, [])?.name : undefined
    const beside = region === undefined ? undefined : await besideOf(connection, profile, column.name, region)
    const isMapped = keys.some(([key]) => key === 'crosswalk')
    for (const { value } of column.values ?? []) values.push({ list, value, region: beside?.get(value), isMapped })
  }
  return values
}

function regionsIn(plans: readonly RegisterPlan[], values: readonly Value[]): readonly string[] {
  const named = plans.flatMap(({ profile }) => regionColumn(profile, [])?.values ?? []).map(({ value }) => value)
  const all = [...named, ...values.filter(({ list }) => list === 'regions').map(({ value }) => value)]
  return all.length === 0 ? [everywhere] : all
}

/** Codes of values: equal ones, but for case, are one. */
function ownCodes(list: string, values: readonly string[]): readonly OwnCode[] {
  const used = new Set(['unk'])
  const spelt = new Set<string>()
  return values.flatMap((value, index) => {
    if (spelt.has(foldedText(value)) || foldedText(value) === 'unk') return []
    spelt.add(foldedText(value))
    const code =
      [value, slug(value), `${list}_${index + 1}`].find((one) => isCode(one) && !used.has(foldedText(one))) ?? ''
    used.add(foldedText(code))
    return [{ code, label: value, parent: undefined }]
  })
}

function isCode(text: string): boolean {
  return /^[\w-]{1,40}$/.test(text)
}

/** A text without accents, in letters that a code may have. */
function slug(text: string): string {
  const letters = text.normalize('NFD').replaceAll(/\p{M}/gu, '')
  return letters.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '')
}

function withParents(list: string, values: readonly Value[], regions: readonly OwnCode[]): readonly OwnCode[] {
  const own = values.filter((one) => one.list === list)
  const regionOf = new Map(own.map(({ value, region }) => [value, region]))
  return ownCodes(
    list,
    own.map(({ value }) => value),
  ).map((one) => {
    if (list === 'sanction_categories') return { ...one, parent: codeByWords('sanction_classes', one.label) }
    return placedLists.some((placed) => placed === list)
      ? { ...one, parent: regionCode(regionOf.get(one.label), regions) }
      : one
  })
}

function regionCode(region: string | undefined, regions: readonly OwnCode[]): string {
  const [first, second] = regions
  if (region === undefined) return second === undefined ? (first?.code ?? 'UNK') : 'UNK'
  return regions.find(({ label }) => foldedText(label) === foldedText(region))?.code ?? 'UNK'
}

function crosswalkOf(list: string, values: readonly Value[]): readonly CrosswalkCode[] {
  const sources = new Map(
    values.filter((one) => one.list === list).map(({ value }) => [foldedText(value), value] as const),
  )
  return [...sources.values()].map((source) => ({ source, code: obviousCode(list, source) }))
}

/** Whether a table of a country has a row that somebody has to complete. */
export function isOpen({ code, parent }: { readonly code: string; readonly parent?: string | undefined }): boolean {
  return code === '' || parent === ''
}

/** Severity and kind of term of sanction categories by class: proposals. */
export const sanctionOrder: Readonly<Record<string, readonly [severity: number, term: string]>> = {
  ...{ CUST: [100, 'fixed'], MIX: [90, ''], SUSP: [80, 'fixed'], CSM: [60, ''] },
  ...{ FIN: [40, ''], OTH: [30, ''], NONE: [10, ''] },
}
