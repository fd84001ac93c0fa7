import { beforeAll, describe, expect, it } from 'vitest'
import { type Contract, loadJurisdiction } from '#jurisdictions'
import { inMemory } from '../../foundation/testing/in-memory.ts'
import type { Delivery } from '../deliveries/deliveries.ts'
import type { Header } from '../table/header.ts'
import {
  coverageOfDelivery,
  requireAnnouncedRows,
  requireControlTotals,
  requirePeriod,
  requireSameFile,
} from './require-as-announced.ts'

const contract = loadJurisdiction('kg').contracts.get('sentences') as Contract
const announced = (described: object | undefined, more: object = {}) =>
  ({ path: '/in/file.csv', contract, described, ...more }) as Delivery
const delivered = (delivery: object, period: object | undefined) =>
  announced(undefined, {
    contract: { ...contract, delivery: { ...contract.delivery, not_before: undefined, ...delivery } },
    manifest: period && { period },
  })
const [today, from] = ['2024-06-30', '2015-01-01']
const year = { from: '2024-01-01', to: '2024-12-31' }

describe('a file that is announced', () => {
  it('is the one that the manifest describes', () => {
    expect(() => requireSameFile(announced({ sha256: 'a' }), 'a')).not.toThrow()
    expect(() => requireSameFile(announced(undefined), 'a')).not.toThrow()
    expect(() => requireSameFile(announced({ sha256: 'b' }), 'a')).toThrow(/SHA-256 differs/)
    const other = announced({ sha256: 'b' }, { manifest: { period: year } })
    expect(() => coverageOfDelivery(other, 'a', today)).toThrow(/SHA-256 differs/)
  })

  it('has as many rows as the manifest says, and one at least', () => {
    expect(() => requireAnnouncedRows(announced({ rows: 2 }), 2, 0)).not.toThrow()
    expect(() => requireAnnouncedRows(announced(undefined), 1, 0)).not.toThrow()
    expect(() => requireAnnouncedRows(announced({ rows: 2 }), 3, 0)).toThrow(/announces 2 rows, the file has 3/)
    expect(() => requireAnnouncedRows(announced(undefined), 0, 0)).toThrow(/no rows/)
    expect(() => requireAnnouncedRows(announced({ rows: 0 }), 0, 0)).toThrow(/no rows/)
    expect(() => requireAnnouncedRows(announced({ rows: 5 }), 3, 2)).not.toThrow()
    expect(() => requireAnnouncedRows(announced(undefined), 0, 2)).toThrow(/takes none of the 2 rows/)
  })
})

describe('the period of a delivery', () => {
  it('is that of the manifest, else that of the contract, else unknown', () => {
    expect(requirePeriod(delivered({ mode: 'append' }, year), today)).toEqual(year)
    expect(requirePeriod(delivered({ mode: 'append', coverage: year }, undefined), today)).toEqual(year)
    const other = { from: '2023-01-01', to: '2023-12-31' }
    expect(requirePeriod(delivered({ mode: 'append', coverage: year }, other), today)).toEqual(other)
    expect(requirePeriod(delivered({ mode: 'append' }, undefined), today)).toBeNull()
    expect(coverageOfDelivery(delivered({ mode: 'append' }, year), 'any', today)).toEqual(year)
  })

  it('has to be known where the delivery replaces it', () => {
    expect(() => requirePeriod(delivered({ mode: 'period' }, undefined), today)).toThrow(/manifest.json/)
    expect(requirePeriod(delivered({ mode: 'period' }, year), today)).toEqual(year)
  })

  it.each([
    [from, today, true],
    ['2014-12-31', today, false],
    [today, today, true],
    ['2024-07-01', today, false],
  ])('that begins on %s is taken on %s: %s', (begins, day, isTaken) => {
    const delivery = delivered({ mode: 'append', not_before: from }, { from: begins, to: '2024-12-31' })
    const taken = () => requirePeriod(delivery, day)
    if (isTaken) expect(taken()).toEqual({ from: begins, to: '2024-12-31' })
    else expect(taken).toThrow(/outside what the contract expects/)
  })

  it('may begin whenever it does where the contract names no first day', () => {
    expect(requirePeriod(delivered({ mode: 'append' }, { from: '1950-01-01', to: today }), today)).not.toBeNull()
    expect(() => requirePeriod(delivered({ mode: 'append' }, { from: '2024-07-01', to: today }), today)).toThrow(
      /outside/,
    )
  })
})

describe('a control total', () => {
  const memory = inMemory()
  beforeAll(async () => {
    await memory.connection.run(
      'create table staging.checked (layout varchar, charge_no integer, length double, fine_amount double)',
    )
    await memory.connection.run(
      `insert into staging.checked values (null, 1, 12, null), (null, 3, 0.4, null), ('SUBTOTAL', 4, 12.4, null)`,
    )
  })

  const names = { charge_no: 'CHARGE', length: 'DAYS', fine_amount: 'FINE', sentenced_on: 'SENTENCED_ON' }
  const header = { sourceOf: new Map(Object.entries(names)) } as unknown as Header
  const source = () => ({ connection: memory.connection, header })
  const total = (...totals: object[]) => requireControlTotals(announced({ totals }), source())

  it('is the sum of the rows, in the unit of the sender', async () => {
    await total({ column: 'CHARGE', sum: 4 }, { column: 'DAYS', sum: 365 * (12.4 / 12) }, { column: 'FINE', sum: 0 })
    await requireControlTotals(announced(undefined), source())
    await requireControlTotals(announced({}), source())
  })

  it.each([
    ['CHARGE', 4.001],
    ['CHARGE', 3.999],
    ['CHARGE', 8],
    ['DAYS', 12.4],
    ['FINE', 0.001],
    ['FINE', 1.5e-6],
    ['FINE', -1],
  ])('of %s that is %d is refused', async (column, sum) => {
    await expect(total({ column: 'CHARGE', sum: 4 }, { column, sum })).rejects.toMatchObject({ code: 'CONTROL_TOTAL' })
  })

  it('may differ by what rounding makes of great sums, and of small ones', async () => {
    await memory.connection.run('update staging.checked set fine_amount = 1e9')
    await total({ column: 'FINE', sum: 2e9 + 1999 }, { column: 'CHARGE', sum: 4 + 3.9e-6 })
    await expect(total({ column: 'FINE', sum: 2e9 + 2100 })).rejects.toMatchObject({ code: 'CONTROL_TOTAL' })
    await expect(total({ column: 'CHARGE', sum: 4 + 4.1e-6 })).rejects.toMatchObject({ code: 'CONTROL_TOTAL' })
    await memory.connection.run('update staging.checked set fine_amount = 0')
    await total({ column: 'FINE', sum: 0.9e-6 })
    await memory.connection.run('update staging.checked set fine_amount = null')
  })

  it('of a length in months is in months, and of a number without a unit in its own', async () => {
    for (const unit of ['months', undefined]) {
      const columns = { ...contract.columns, length: { ...contract.columns['length'], unit } }
      const totals = [{ column: 'DAYS', sum: 12.4 }]
      await requireControlTotals(announced({ totals }, { contract: { ...contract, columns } }), source())
    }
  })

  it.each(['SENTENCED_ON', 'NOWHERE'])('of %s, which is no column of numbers, is refused', async (column) => {
    await expect(total({ column, sum: 1 })).rejects.toMatchObject({ code: 'MANIFEST_INVALID' })
  })
})
