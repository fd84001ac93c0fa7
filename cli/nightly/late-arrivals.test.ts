import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Engine, selectRows } from '#foundation'
import { generationStore } from '#warehouse'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { deliver, registerCsv } from '../testing/registers.ts'
import { runNightly } from './run-nightly.ts'

const isLong = process.env['TARAZA_TEST'] === 'long'

let test: TestHome
beforeEach(() => {
  test = testHome()
  keepSecrets(test.home)
})
afterEach(() => test.remove())

/** A delivery: the quarter that it covers, and its rows. */
interface Sent {
  readonly quarter: number
  readonly rows: readonly Readonly<Record<string, string>>[]
}

const periods = [
  ['2024-01-01', '2024-03-31'],
  ['2024-04-01', '2024-06-30'],
  ['2024-01-01', '2024-06-30'],
] as const

/** The facts of a register after deliveries came, a night for each, whatever the order in which they were sent. */
async function factsAfter(register: string, arrivals: readonly (Sent & { readonly sentAt: string })[]) {
  test.remove()
  test = testHome()
  keepSecrets(test.home)
  for (const [night, { quarter, rows, sentAt }] of arrivals.entries()) {
    const period = periods[quarter] ?? periods[0]
    // Each file is another one, or it would be known by its hash.
    const text = `${registerCsv(register, rows)}${'\n'.repeat(Number(sentAt.slice(8, 10)))}`
    deliver(test, register, text, { period, sentAt })
    const now = new Date(Date.UTC(2026, 10, 24, 2, night))
    const accept = ['VOLUME_DRIFT', 'TOO_MANY_QUARANTINED']
    const { refusals } = await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now, accept })
    expect(refusals).toEqual([])
  }
  const { id } = generationStore.current(test.home) ?? { id: '' }
  const engine = await Engine.open({ path: join(test.home, 'generations', id, 'facts.duckdb'), readOnly: true })
  try {
    return await engine.withConnection((connection) =>
      selectRows(
        connection,
        `select row_key::varchar as key, content::varchar as content from facts.${register} order by all`,
      ),
    )
  } finally {
    engine.close()
  }
}

const sent = (cell: string, values: readonly string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
    .map((drawn) => drawn.map((value) => ({ [cell]: value })))

const deliveries = (rows: fc.Arbitrary<Sent['rows']>, quarters: readonly number[]) =>
  fc.array(fc.record({ quarter: fc.constantFrom(...quarters), rows }), { minLength: 2, maxLength: 3 }).chain((all) => {
    const dated = all.map((one, at) => ({ ...one, sentAt: `2024-08-0${at + 1}T00:00:00Z` }))
    return fc.tuple(fc.constant(dated), fc.shuffledSubarray(dated, { minLength: dated.length }))
  })

describe('deliveries that arrive in another order than they were sent', () => {
  it.each([
    ['training', deliveries(sent('TOPIC', ['T1', 'T2', 'T3', 'T4']), [0, 2])],
    ['staffing', deliveries(sent('POST', ['A', 'B', 'C', 'D']), [0])],
  ] as const)(
    'leave the facts that they leave in order, where they replace their period or the register: %s',
    async (register, drawn) => {
      await fc.assert(
        fc.asyncProperty(drawn, async ([inOrder, shuffled]) => {
          expect(await factsAfter(register, shuffled)).toEqual(await factsAfter(register, inOrder))
        }),
        { numRuns: isLong ? 40 : 2, seed: 7 },
      )
    },
  )
})
