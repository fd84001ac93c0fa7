import { describe, expect, inject, it } from 'vitest'
import { attackedHome } from '../testing/attacked-home.ts'
import { AnalystAttacker } from './analyst-attacker.ts'
import { askEveryTable, askEveryWindow } from './ways.ts'

/** The months of 2025. */
const months = { first: 2025 * 12, last: 2025 * 12 + 11 }
const year = { from: '2025-01', to: '2025-12' }
const times = ['month', 'quarter', 'year']

/** What an attack goes for, and every dimension that it asks by. */
const families = [
  [
    ['court', 'age_band'],
    ['court', 'region', 'age_band'],
  ],
  [
    ['court', 'sanction_class'],
    ['court', 'region', 'sanction_class'],
  ],
  [
    ['court', 'sex', 'age_band'],
    ['court', 'region', 'sex', 'age_band'],
  ],
  [
    ['court', 'offence'],
    ['court', 'region', 'offence', 'offence_section'],
  ],
  [
    ['region', 'offence'],
    ['region', 'offence', 'offence_section', 'sex'],
  ],
  [
    ['region', 'sex', 'age_band'],
    ['region', 'sex', 'age_band'],
  ],
] as const

describe('least squares over every table and many windows', () => {
  it.each(
    families.flatMap(([cells, dimensions]) => [
      { cells, dimensions, people: 1, most: 0.15 },
      { cells, dimensions, people: 5, most: 0.2 },
    ]),
  )('recover little of $cells for $people', async ({ cells, dimensions, people, most: max }) => {
    const { service, remove } = attackedHome(inject('kgHome'))
    const attacker = new AnalystAttacker(service, cells, months)
    const who = (at: number) => `analyst ${at % people}`
    for (const time of times) await attacker.ask(who(times.indexOf(time)), { by: [...cells, time].join(), ...year })
    const inCells = dimensions.filter((name) => name !== 'sex' || (cells as readonly string[]).includes('sex'))
    await askEveryTable(attacker, inCells, year, who)
    for (const by of [cells.join(), cells[0], '']) await askEveryWindow(attacker, by, months, who)
    const found = []
    for (const time of times) found.push(await attacker.judge([...cells, time], year))
    const small = found.reduce((sum, one) => sum + one.small, 0)
    const exact = found.reduce((sum, one) => sum + one.small * one.exact, 0) / small
    expect(small).toBeGreaterThan(500)
    expect(exact).toBeLessThanOrEqual(max)
    await remove()
  })
})
