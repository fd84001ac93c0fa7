import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Engine, quoteLiteral, Refusal } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { makePaperHome, type PaperHome } from '../../cli/testing/paper/paper-home.ts'
import { cubesOf } from '../catalog/cube.ts'
import { coveragesOf } from '../generations/describe.ts'
import { factsFile } from '../generations/store/store.ts'
import { generationStore } from '../index.ts'
import { conservationChecks, requireConservation } from './require-conservation.ts'

const jurisdiction = loadJurisdiction('kg')
const cubes = cubesOf(jurisdiction)
const folder = mkdtempSync(join(tmpdir(), 'taraza-conservation-'))
let paper: PaperHome
let engine: Engine

beforeAll(async () => {
  paper = await makePaperHome()
  engine = await Engine.open()
})
afterAll(async () => {
  engine.close()
  await paper.remove()
  rmSync(folder, { recursive: true })
})

/** What is said of a copy of the facts in which something that was counted holds other rows. */
async function saidOf(change?: { readonly counted: string; readonly rows: string }): Promise<string> {
  const { id, deliveries } = generationStore.current(paper.home) ?? { id: '', deliveries: [] }
  const copy = join(folder, 'facts.duckdb')
  copyFileSync(factsFile(paper.home, id), copy)
  return await engine.withConnection(async (connection) => {
    await connection.run(`attach ${quoteLiteral(copy)} as facts`)
    try {
      if (change !== undefined) {
        const { counted, rows } = change
        const kind = counted === 'facts.persons' ? 'table' : 'view'
        await connection.run(`create table facts.main.other as ${rows}`)
        await connection.run(`drop ${kind} ${counted}`)
        await connection.run(`create view ${counted} as select * from facts.main.other`)
      }
      await requireConservation(connection, jurisdiction, coveragesOf(deliveries), { members: () => 'true' })
      return ''
    } catch (error) {
      return error instanceof Refusal ? `${error.code} ${error.message}` : `other ${error}`
    } finally {
      await connection.run('detach facts')
      rmSync(copy)
    }
  })
}

const sources = conservationChecks.map(({ subject, cube, counted }) => ({
  subject,
  counted: counted ?? `facts.counted.${cube}`,
  isSummed: counted === undefined && cubes.find(({ name }) => name === cube)?.establishment === true,
}))

describe('conservation', () => {
  it('holds of the register on paper', async () => {
    expect(await saidOf()).toBe('')
  })

  it('looks at every cube but those that are said not to be', () => {
    const left = ['sentences_units', 'prison_places']
    expect(new Set([...conservationChecks.map(({ cube }) => cube), ...left])).toEqual(
      new Set(cubes.map(({ name }) => name)),
    )
  })

  it.each(sources)('finds one lost and one counted twice: $subject', async ({ subject, counted, isSummed }) => {
    const all = `select row_number() over () as place, * from ${counted}`
    const lost = `select * exclude (place) from (${all}) where place <> 1`
    const doubled = isSummed
      ? `select * replace (n + 1 as n) from ${counted}`
      : `select * exclude (place) from (${all}), range(if(place = 1, 2, 1))`
    for (const rows of [lost, doubled]) {
      const said = await saidOf({ counted, rows })
      expect(said).toContain('COUNT_BROKEN')
      expect(said).toContain(subject)
    }
  })
})
