import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorsByFamily } from './family-errors.ts'
import type { FamilyError } from './promises.ts'
import { scopes } from './tables/cube-rule.ts'

const anyError = fc.record({
  scope: fc.constantFrom(...scopes),
  margins: fc.integer({ min: 1, max: 400 }),
  root: fc.double({ min: 0, max: 5, noNaN: true }),
})
const families = fc.array(anyError, { minLength: 1, maxLength: 40 }).map((all) =>
  all.map(
    ({ scope, margins, root }, at): FamilyError => ({
      scope,
      margins,
      name: `t${at}`,
      mean: root,
      greatest: root,
      squares: margins * root ** 2,
    }),
  ),
)

describe('the error of protection by table', () => {
  it('is told of every table once, never less than it was measured, and by itself only of many margins', () => {
    fc.assert(
      fc.property(families, (errors) => {
        const groups = errorsByFamily(errors)
        const reported = new Map(
          groups.flatMap(({ error, families: names }) => names.map((name) => [name, error] as const)),
        )
        expect([...reported.keys()].sort()).toEqual(errors.map(({ name }) => name).sort())
        for (const { name, margins, squares } of errors) {
          const own = Math.sqrt(squares / margins)
          if (margins >= 50) {
            expect(reported.get(name)).toBeGreaterThanOrEqual(own - 1e-9)
            expect(reported.get(name)).toBeLessThan(own + 0.1 + 1e-9)
          }
        }
        for (const scope of scopes) {
          const small = errors.filter((one) => one.scope === scope && one.margins < 50)
          expect(new Set(small.map(({ name }) => reported.get(name))).size).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})
