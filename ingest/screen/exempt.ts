import { type Contract, codeList, foldedText, houseType, type Jurisdiction, listOf } from '#jurisdictions'
import type { Header } from '../read/match-columns.ts'

type Tables = Pick<Jurisdiction, 'lists' | 'crosswalks'>

/** For each column of a file the cells that are about nobody: codes of its lists and crosswalks, and what the contract allows. */
export function exemptCells(
  { columns, sourceOf }: Header,
  contract: Contract,
  tables: Tables,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    columns.map((column) => {
      const declared = Object.keys(contract.columns).filter((name) => sourceOf.get(name) === column)
      const codes = declared.flatMap((name) => codesOf(name, contract, tables))
      return [column, new Set([...codes, ...allowedIn(column, contract)].map(foldedText))]
    }),
  )
}

/** The cells of a column that somebody has decided on. */
export function allowedIn(column: string, { allowed }: Contract): readonly string[] {
  return allowed.flatMap((one) => (one.column === column ? [one.value] : []))
}

function codesOf(name: string, contract: Contract, { lists, crosswalks }: Tables): readonly string[] {
  const column = contract.columns[name]
  if (column?.type === 'mapped_code') return crosswalks.get(column.crosswalk)?.rows.map(({ source }) => source) ?? []
  if (column?.type === 'boolean') return [...column.true, ...column.false]
  const list = column?.type === 'code' ? listOf(houseType(contract.register, name)) : undefined
  if (list === undefined) return []
  return codeList({ lists }, list).codes.flatMap(({ code, aliases, schemes, label }) => [
    code,
    ...aliases,
    ...Object.values(schemes).flat(),
    ...Object.values(label),
  ])
}
