import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Engine, type Refusal, selectRows } from '#foundation'
import { findDeliveries } from '#ingest'
import { loadJurisdiction } from '#jurisdictions'
import { pseudonymSecret } from '#warehouse'
import { type DrawnFile, deliverAll, drawing, drawnFiles, faults, habits } from '../testing/drawn-deliveries.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { Judgement } from './judgement.ts'
import { runNightly } from './run-nightly.ts'
import { Stopwatch } from './stopwatch.ts'

const kg = loadJurisdiction('kg')
const now = new Date('2026-11-24T02:30:00Z')
const work = mkdtempSync(join(tmpdir(), 'many-files-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

let test: TestHome
beforeEach(() => {
  test = testHome()
  mkdirSync(test.home, { recursive: true })
  keepSecrets(test.home)
})
afterEach(() => test.remove())

const accept = ['TOO_MANY_QUARANTINED']
const isLong = process.env['TARAZA_TEST'] === 'long'
let judgements = 0

/** Everything that one run makes of the files that wait. */
async function outcome({ oneByOne }: { oneByOne: boolean }) {
  const folder = join(work, String(judgements++))
  const judgement = new Judgement({
    ...{ home: test.home, folder, jurisdiction: kg, secret: pseudonymSecret(test.home), watch: new Stopwatch(), now },
    // Whoever wants to be told values is told those of each file.
    ...(oneByOne ? { tellValues: () => {} } : {}),
  })
  const { verdict, session, built } = await judgement.of(findDeliveries(test.incoming, kg))
  const quarantined = session.reports.filter(({ account }) => account.quarantined > 0)
  return {
    verdict,
    refusals: judgement.refusals.map(inWords),
    waiting: [...judgement.waiting],
    reports: session.reports,
    tables: built && (await rowsIn(join(built.folder, 'facts.duckdb'))),
    quarantined: await Promise.all(
      quarantined.map(({ register, sha256 }) => rowsOf(join(folder, 'quarantine', register, `${sha256}.parquet`))),
    ),
  }
}

/** The hint depends on whether values are told. */
function inWords({ code, message, place }: Refusal) {
  return { code, message: message.replace(/ "taraza check FILE --values" lists the codes\./, ''), place }
}

async function withEngine<T>(use: Parameters<Engine['withConnection']>[0], path?: string): Promise<T> {
  const engine = await Engine.open({ threads: 1, ...(path === undefined ? {} : { path, readOnly: true }) })
  try {
    return (await engine.withConnection(use)) as T
  } finally {
    engine.close()
  }
}

const ordered = (relation: string) => `select to_json(one)::varchar as row from ${relation} as one order by 1`

async function rowsOf(parquet: string): Promise<readonly object[]> {
  return await withEngine((connection) => selectRows(connection, ordered(`read_parquet('${parquet}')`)))
}

/** All tables with their rows in any order. */
async function rowsIn(facts: string): Promise<Readonly<Record<string, readonly object[]>>> {
  return await withEngine(async (connection) => {
    const names = await selectRows<{ name: string }>(
      connection,
      `select schema_name || '."' || table_name || '"' as name from duckdb_tables() order by name`,
    )
    const tables = []
    for (const { name } of names) tables.push([name, await selectRows(connection, ordered(name))] as const)
    return Object.fromEntries(tables)
  }, facts)
}

async function expectSame(): Promise<Awaited<ReturnType<typeof outcome>>> {
  const together = await outcome({ oneByOne: false })
  expect(together).toEqual(await outcome({ oneByOne: true }))
  return together
}

describe('many files of a register come to what they come to one after another', () => {
  it('where nothing is wrong with them', async () => {
    deliverAll(test, drawnFiles(drawing(1)))
    const { verdict, tables } = await expectSame()
    expect(verdict).toMatch(/^published/)
    expect(tables?.['main."sentences_history"']?.length).toBeGreaterThan(5)
  })

  it.each(Object.entries(faults))('with one in the middle that is refused: %s', async (_, fault) => {
    const files = drawnFiles(drawing(7)).filter(({ register }) => register === 'sentences')
    fault(files[1] as DrawnFile)
    deliverAll(test, files)
    expect((await expectSame()).refusals).toHaveLength(1)
  })

  it.each(isLong ? [11, 12, 13, 14, 15, 16] : [11, 12])(
    'with habits of senders, on top of what is stored (%i)',
    async (seed) => {
      const draw = drawing(seed)
      const before = drawnFiles(draw).filter(({ quarter }) => quarter < 3)
      deliverAll(test, before)
      const yesterday = new Date('2026-11-23T02:30:00Z')
      await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: yesterday, accept })
      const files = drawnFiles(draw)
      for (const file of files) if (draw.chance(0.5)) draw.of(Object.values(habits))(file, draw)
      deliverAll(test, files)
      await expectSame()
    },
  )
})
