import { describe, expect, it } from 'vitest'
import { tellsOfGroups } from './group-disclosure.ts'

const cells = (table: Readonly<Record<string, readonly [prison: number, probation: number]>>) =>
  Object.entries(table).flatMap(([court, [prison, probation]]) => [
    { codes: [court, 'CUST'], persons: prison },
    { codes: [court, 'CSM'], persons: probation },
  ])

describe('a table', () => {
  it('tells of a group when all of it but at most one are in one cell', () => {
    expect(tellsOfGroups(cells({ a: [12, 0], b: [7, 9] }), [0, 1])).toBe(true)
    expect(tellsOfGroups(cells({ a: [12, 1], b: [7, 9] }), [0, 1])).toBe(true)
    expect(tellsOfGroups(cells({ a: [12, 2], b: [7, 9] }), [0, 1])).toBe(false)
    expect(tellsOfGroups(cells({ a: [1, 0], b: [7, 9] }), [0, 1])).toBe(true)
  })

  it('parts its groups by time, and is told nothing by it', () => {
    const years = [
      { codes: ['2023', 'CUST'], persons: 5 },
      { codes: ['2023', 'CSM'], persons: 0 },
      { codes: ['2024', 'CSM'], persons: 9 },
      { codes: ['2024', 'CUST'], persons: 7 },
    ]
    expect(tellsOfGroups(years, [1])).toBe(true)
    expect(tellsOfGroups(years.slice(2), [1])).toBe(false)
  })

  it('tells nothing by a code that all of it has, and nothing of nobody', () => {
    expect(
      tellsOfGroups(
        [
          { codes: ['a', 'CUST'], persons: 5 },
          { codes: ['b', 'CUST'], persons: 6 },
        ],
        [0, 1],
      ),
    ).toBe(false)
    expect(tellsOfGroups(cells({ a: [0, 0], b: [7, 9] }), [1])).toBe(false)
    expect(tellsOfGroups([], [])).toBe(false)
  })
})
