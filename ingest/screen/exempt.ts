import { sha256 } from '#foundation'
import {
  type Contract,
  canonicalType,
  cellOf,
  codeList,
  columnsToRead,
  foldedText,
  type Jurisdiction,
  listOf,
} from '#jurisdictions'
import type { Header } from '../table/header.ts'

type Tables = Pick<Jurisdiction, 'lists' | 'crosswalks'>

/** Cells that are let in whatever they look like, without regard to case and outer blanks. */
export interface Exempt {
  has(value: string): boolean
}

/** Of each column of a file the cells that are let in: codes of its lists and crosswalks, and what the contract allows. */
export function exemptCells(
  { columns, sourceOf }: Header,
  contract: Contract,
  tables: Tables,
): ReadonlyMap<string, Exempt> {
  return new Map(
    columns.map((column) => {
      const declared = columnsToRead(contract).flatMap(([name]) => (sourceOf.get(name) === column ? [name] : []))
      const codes = declared.flatMap((name) => [
        ...codesOf(name, contract, tables),
        ...comparedWith(name, contract, tables),
      ])
      const { values, hashes } = allowedIn(column, contract)
      const known = new Set([...codes.map(foldedText), ...values])
      const has = (value: string) => known.has(foldedText(value)) || isOneOf(hashes, value)
      return [column, { has }] as const
    }),
  )
}

function isOneOf(hashes: readonly string[], value: string): boolean {
  return hashes.length > 0 && hashes.includes(sha256(foldedText(value)))
}

/** The cells of a column that somebody has decided on: as they are compared, or the hashes of these where they must not be written down. */
export function allowedIn(column: string, { personal_data_exceptions: allowed }: Contract) {
  const own = allowed.filter((one) => one.column === column)
  return {
    values: own.flatMap(({ value }) => (value === undefined ? [] : [foldedText(value)])),
    hashes: own.flatMap(({ sha256: hash }) => hash ?? []),
  }
}

/** What the contract and its crosswalks compare the cells of a column with. */
function comparedWith(name: string, { columns, where }: Contract, { crosswalks }: Tables): readonly string[] {
  const cells = Object.values(columns).flatMap((column) => {
    if (column.type === 'length' && column.unit_from === name) return Object.keys(column.units)
    if (column.type !== 'mapped_code' || !column.by.includes(name)) return []
    return (crosswalks.get(column.crosswalk)?.rows ?? []).map((row) => cellOf(row, name))
  })
  return [...cells, ...(Object.hasOwn(where, name) ? (where[name] ?? []) : [])]
}

function codesOf(name: string, contract: Contract, { lists, crosswalks }: Tables): readonly string[] {
  const column = contract.columns[name]
  if (column?.type === 'mapped_code') return crosswalks.get(column.crosswalk)?.rows.map(({ source }) => source) ?? []
  if (column?.type === 'boolean') return [...column.true, ...column.false]
  const list = column?.type === 'code' ? listOf(canonicalType(contract.canonical, name)) : undefined
  if (list === undefined) return []
  return codeList({ lists }, list).codes.flatMap(({ code, aliases, schemes, label }) => [
    code,
    ...aliases,
    ...Object.values(schemes).flat(),
    ...Object.values(label),
  ])
}
