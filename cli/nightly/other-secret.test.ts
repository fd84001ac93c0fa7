import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Engine, quoteIdentifier, selectRows } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { generationStore } from '#warehouse'
import { cubesOf } from '../../warehouse/catalog/cube.ts'
import { factsFile } from '../../warehouse/generations/store/store.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver, registerCsv } from '../testing/registers.ts'
import { sentencesCsv } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'

let homes: readonly TestHome[]
beforeEach(() => {
  homes = [testHome(), testHome()]
})
afterEach(() => {
  for (const home of homes) home.remove()
})

const persons = Array.from({ length: 24 }, (_, index) => `P${index}`)
const twice = (one: Record<string, string>, other: Record<string, string>) =>
  persons.flatMap((person) => [one, other].map((cells) => ({ PERSON_ID: person, ...cells })))

/** Everything that leaves it open which of two rows of a person counts. */
function deliverTies(home: TestHome): void {
  const ended = { ENDED_ON: '01.09.2024', OUTCOME: '1' }
  const orders = twice({ ORDER_NO: '1', OFFICE: 'GB-1' }, { ORDER_NO: '2', OFFICE: 'C-1', CASE_ID: 'K' })
  const others = twice({ ORDER_NO: '3', KIND: '4', ...ended }, { ORDER_NO: '4', KIND: '4', OFFICE: 'C-1', ...ended })
  const released = { RELEASED_ON: '05.05.2024', RELEASE_REASON: '1' }
  const stays = twice({ STATUS: '1', ...released }, { STATUS: '3', ADMITTED_ON: '09.01.2024', ...released })
  const sentences = twice({ CHARGE: '1', ARTICLE: '205.1' }, { CHARGE: '2', ARTICLE: '209.1' })
  deliver(home, 'supervision', registerCsv('supervision', [...orders, ...others]))
  deliver(home, 'custody', registerCsv('custody', stays))
  deliver(home, 'sentences', sentencesCsv(sentences))
}

async function cellsOf({ home, incoming }: TestHome): Promise<Record<string, unknown>> {
  const now = new Date('2025-02-01T02:30:00Z')
  const accept = ['VOLUME_DRIFT', 'KEY_OF_TWO_MEANINGS']
  const { refusals, deliveries } = await runNightly({ home, jurisdiction: 'kg', incoming, now, accept })
  expect([refusals, deliveries.map(({ account }) => account.read - account.accepted)]).toEqual([[], [0, 0, 0]])
  const engine = await Engine.open({ path: factsFile(home, generationStore.current(home)?.id ?? ''), readOnly: true })
  try {
    return await engine.withConnection(async (connection) => {
      const cells: Record<string, unknown> = {}
      for (const { name, rows } of cubesOf(loadJurisdiction('kg'))) {
        const columns = rows.map(quoteIdentifier).join(', ')
        const sql = `select ${columns}, count(*) as cells from counted.${quoteIdentifier(name)} group by all order by all`
        cells[name] = await selectRows(connection, sql)
      }
      return cells
    })
  } finally {
    engine.close()
  }
}

describe('which of several rows of a person counts', () => {
  it('is decided by what they say, never by the secret of the pseudonyms', async () => {
    const found = []
    for (const home of homes) {
      deliverTies(home)
      found.push(await cellsOf(home))
    }
    expect(found[0]).toEqual(found[1])
    expect(Object.values(found[0] ?? {}).flat().length).toBeGreaterThan(30)
  })
})
