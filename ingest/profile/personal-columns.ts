import type { DuckDBConnection } from '@duckdb/node-api'
import { type Contract, columnWords, loadJurisdiction, plainWords, shippedJurisdictions } from '#jurisdictions'
import { announcesPerson } from '../personal/announces.ts'
import { gateOf } from '../personal/gate.ts'
import { judge } from '../personal/judge.ts'
import { findingsIn } from '../screen/columns.ts'
import { suspectPattern } from '../screen/first-look.ts'
import { judgedCells } from '../screen/suspects.ts'
import type { Header } from '../table/header.ts'
import { anyContract } from './any-contract.ts'
import type { ProfiledValue } from './profile.ts'

/** Nothing is exempt where no contract is known. */
const none = { has: () => false }

/** Contracts with the rules of each shipped country: what one of them calls personal is. */
function contracts(): readonly Contract[] {
  return shippedJurisdictions().map((code) => anyContract(loadJurisdiction(code).personal, ['utf-8']))
}

/** Of larger tables so many rows are looked at: cells of a column with more different ones are not written down anyway. */
const maxRows = 20_000

/** The columns that look like personal data by their names or cells, each with the class. */
export async function personalColumns(
  connection: DuckDBConnection,
  table: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const announced = names.filter(isAnnounced)
  const found = new Map<string, string>(announced.map((name) => [name, 'its name']))
  const header = headerOf(names)
  const rows = `(from ${table} using sample reservoir(${maxRows} rows) repeatable (1))`
  for (const contract of contracts()) {
    const gate = gateOf(contract.personal)
    const looking = { gate, suspect: suspectPattern(gate), keys: new Set<string>() }
    const cells = await judgedCells(connection, { header, rows }, looking)
    for (const [column, judged] of cells) {
      const [finding] = findingsIn(column, judged, { header, contract, exempt: none })
      if (finding !== undefined && finding.code !== 'FULL_DATE') found.set(column, finding.code)
    }
  }
  return found
}

/** Names of columns of which none is declared. */
function headerOf(columns: readonly string[]): Header {
  return { columns, sourceOf: new Map<string, string>(), withdrawal: undefined }
}

/** A shorter cell, such as a flag, says nothing of a person. */
const shortest = 3

/** The class of personal data that all distinct cells of a column look like; `undefined` where they are codes. */
export function classOfValues(name: string, values: readonly ProfiledValue[]): string | undefined {
  for (const contract of contracts()) {
    const gate = gateOf(contract.personal)
    const judged = values
      .filter(({ value }) => value.length >= shortest)
      .map((one) => ({ ...one, verdict: judge(gate, one.value) }))
    const [finding] = findingsIn(name, judged, { header: headerOf([name]), contract, exempt: none })
    if (finding !== undefined) return finding.code
  }
  return lookLikeNames(values.map(({ value }) => value)) ? 'values like names' : undefined
}

/** Whether a name of a column announces somebody, in any language that is known. */
function isAnnounced(name: string): boolean {
  const plain = plainWords(name)
  const { personal } = columnWords()
  return (
    personal.some((phrase) => plainWords(phrase) === plain) ||
    contracts().some(({ personal: rules }) => announcesPerson(gateOf(rules), name))
  )
}

/** Whether a text says who somebody is, by the rules of any shipped country. */
export function isAboutSomebody(text: string): boolean {
  return contracts().some(({ personal }) => judge(gateOf(personal), text).sure.length > 0)
}

/** So many words in the shape of a name, of all values, make a column one of names. */
const shaped = 0.5

/** Whether most of some values have the shape of a name of a person: two or three words with capitals, none of them common. */
function lookLikeNames(values: readonly string[]): boolean {
  const { institutions } = columnWords()
  const isPlace = (word: string) => institutions.some((beginning) => plainWords(word).startsWith(plainWords(beginning)))
  const counts = new Map<string, number>()
  for (const word of values.flatMap((value) => value.split(/\s+/))) counts.set(word, (counts.get(word) ?? 0) + 1)
  const isCommon = (word: string) => (counts.get(word) ?? 0) > Math.max(2, values.length / 10)
  const names = values.filter((value) => {
    const words = value.split(/[\s,]+/).filter(Boolean)
    const isWritten = words.every((word) => /^\p{Lu}[\p{L}'’-]*\.?$/u.test(word))
    return words.length > 1 && words.length < 5 && isWritten && !words.some((word) => isPlace(word) || isCommon(word))
  })
  return names.length > shaped * values.length
}
