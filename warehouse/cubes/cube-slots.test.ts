import { afterAll, beforeAll, expect, it } from 'vitest'
import { Engine, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { cubesOf } from '../catalog/cube.ts'
import { cubeSlots } from './cube-slots.ts'

let engine: Engine
beforeAll(async () => {
  engine = await Engine.open({ threads: 1 })
})
afterAll(() => engine.close())

const kg = loadJurisdiction('kg')

async function quarters(from: string, to: string): Promise<readonly string[]> {
  const [cube] = cubesOf(kg)
  if (cube === undefined) throw new Error('no cube')
  const sql = `select quarter // 4 || '-Q' || quarter % 4 + 1 || ' ' || last_day as told from (${cubeSlots(cube, kg, { from, to })['quarters']}) order by told`
  const rows = await engine.withConnection((connection) => selectRows<{ told: string }>(connection, sql))
  return rows.map(({ told: reported }) => reported)
}

it('a stock is taken at the ends of quarters that the days reach, of the first quarter too', async () => {
  expect(await quarters('2023-02-10', '2023-12-30')).toEqual([
    '2023-Q1 2023-03-31',
    '2023-Q2 2023-06-30',
    '2023-Q3 2023-09-30',
  ])
  expect(await quarters('2023-10-01', '2023-12-31')).toEqual(['2023-Q4 2023-12-31'])
  expect(await quarters('2024-01-01', '2024-03-30')).toEqual([])
})
