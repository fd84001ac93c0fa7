// Stands in for `paper-home.ts` where a mutant lies in what is counted of rows that are held already: the rows are taken in once
// for all mutants, and a night that brings nothing counts them anew, as it does when the tables of a jurisdiction have changed. Cubes
// cost nothing until somebody asks: where only they change they are defined anew, which takes no night.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNightly } from '../../cli/nightly/run-nightly.ts'
import { testHome } from '../../cli/testing/homes.ts'
import { officerOf } from '../../cli/testing/paper/ask-officer.ts'
import { makePaperHome as makeWholeHome } from '../../cli/testing/paper/paper-home.ts'
import { Engine, quoteLiteral } from '../../foundation/index.ts'
import { loadJurisdiction } from '../../jurisdictions/index.ts'
import { defineCubes } from '../../warehouse/cubes/define-cubes.ts'
import { generationStore } from '../../warehouse/index.ts'

const countedFolders = ['warehouse/counting/', 'warehouse/cubes/']

/** Whether a mutant changes only what a night counts of rows that are held. */
export const isOfCounting = ({ file }) => countedFolders.some((folder) => file.startsWith(folder))

export async function makePaperHome() {
  const { prepared, mutant } = globalThis.__paperHome
  if (prepared === undefined || mutant() === undefined || !isOfCounting(mutant())) return await makeWholeHome()
  const home = await recounted(prepared, mutant())
  const officer = officerOf(home)
  return { home, officer, refused: prepared.refused, remove: () => officer.close() }
}

/** Takes the rows in, for all mutants to come. */
export async function prepareRecounting() {
  globalThis.__paperHome.prepared ??= await makeWholeHome()
}

/** All tests of one mutant read one home. */
async function recounted(prepared, { id, file }) {
  const state = globalThis.__paperHome
  if (state.recounted?.id !== id) {
    state.recounted?.test.remove()
    const test = testHome()
    cpSync(prepared.home, test.home, { recursive: true })
    const again = file.startsWith('warehouse/cubes/') ? redefine(test) : recount(test)
    state.recounted = { id, test, failure: await failureOf(again) }
  }
  if (state.recounted.failure !== undefined) throw state.recounted.failure
  return state.recounted.test.home
}

const failureOf = (promise) => promise.then(() => undefined).catch((error) => error)

/** Defines the cubes of the generation that is served as the mutant has them. */
async function redefine({ home }) {
  const { id, coverages } = generationStore.current(home)
  const engine = await Engine.open()
  try {
    await engine.withConnection(async (connection) => {
      await connection.run(`attach ${quoteLiteral(join(home, 'generations', id, 'facts.duckdb'))} as facts`)
      await defineCubes(connection, loadJurisdiction('kg'), coverages)
    })
  } finally {
    engine.close()
  }
}

async function recount({ home, incoming }) {
  const generations = join(home, 'generations')
  for (const id of readdirSync(generations)) {
    const path = join(generations, id, 'manifest.json')
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), tablesHash: 'other' }))
  }
  const { decision } = await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date('2025-04-14T02:30:00Z') })
  if (decision !== 'published') throw new Error(`the night ended as ${decision}`)
}
