import { join } from 'node:path'
import { Engine, selectRow } from '#foundation'
import { generationStore } from '#warehouse'
import { type Officer, officerOf } from '../ask-officer.ts'
import { makePaperHome, type PaperHome } from '../paper-home.ts'

/** What shows that a sentence is true. */
export type SentenceChecks = Readonly<Record<string, () => Promise<void>>>

let paper: PaperHome | undefined
let synthetic: Officer | undefined

/** Makes the home of the register on paper, and opens that of the synthetic registers. */
export async function openWorld(kgHome: string): Promise<void> {
  paper = await makePaperHome()
  synthetic = officerOf(kgHome)
}

export async function closeWorld(): Promise<void> {
  await paper?.remove()
  await synthetic?.close()
}

export function paperHome(): PaperHome {
  if (paper === undefined) throw new Error('not open')
  return paper
}

export function samples(): Officer {
  if (synthetic === undefined) throw new Error('not open')
  return synthetic
}

export type Where = Readonly<Record<string, string>>

export const figure = (dataset: string, measure: string, where: Where) =>
  paperHome().officer.figure(dataset, measure, where)
/** Persons sentenced in some period and court; no row is nobody. */
export const persons = async (period: string, court: string, where: Where = {}) =>
  (await figure('sentences', 'persons', { from: period, to: period, court, ...where })) ?? 0
export const inCustody = async (quarter: string, where: Where = {}) =>
  (await figure('custody_stock', 'held', { from: quarter, to: quarter, ...where })) ?? 0
export const clients = async (quarter: string, where: Where) =>
  (await figure('supervision_stock', 'clients', { from: quarter, to: quarter, kind: 'executive', ...where })) ?? 0
export const units = (where: Where) => figure('sentences_units', 'count', where)

export async function fact<Row>(home: string, sql: string): Promise<Row> {
  const path = join(home, 'generations', generationStore.current(home)?.id ?? '', 'facts.duckdb')
  const engine = await Engine.open({ path, readOnly: true })
  try {
    return await engine.withConnection((connection) => selectRow<Row>(connection, sql))
  } finally {
    engine.close()
  }
}
