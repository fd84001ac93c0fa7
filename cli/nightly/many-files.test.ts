import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Engine, type Refusal, selectRows } from '#foundation'
import { findDeliveries } from '#ingest'
import { loadJurisdiction, type RegisterName } from '#jurisdictions'
import { pseudonymSecret } from '#warehouse'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { type Described, defaults, deliver, registerCsv } from '../testing/registers.ts'
import { usualSentence } from '../testing/sentences.ts'
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

/** Numbers that are drawn alike each time (a linear congruence, Park and Miller 1988). */
function drawing(seed: number) {
  let state = seed + 1
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
  return {
    below,
    of: <T>(items: readonly T[]) => items[below(items.length)] as T,
    chance: (share: number) => below(1000) < share * 1000,
  }
}
type Draw = ReturnType<typeof drawing>
type Row = Record<string, string>

/** A row of few cases and persons, so that files speak of the same ones again and again. */
const drawnRow: Readonly<Record<string, (draw: Draw, quarter: number) => Row>> = {
  sentences: (draw, quarter) => {
    const number = draw.below(20)
    return {
      ...usualSentence,
      ...{
        CASE_ID: `C${number}`,
        PERSON_ID: `P${number}`,
        DAYS: draw.of(['365', '730']),
        SENTENCED_ON: dayIn(draw, quarter),
      },
      ...{ IN_FORCE_ON: '', SEX: number % 2 === 0 ? 'М' : 'Ж' },
    }
  },
  supervision: (draw, quarter) => {
    const number = draw.below(20)
    const keys = { PERSON_ID: `P${number}`, CASE_ID: `C${draw.chance(0.1) ? 99 : number}` }
    return {
      ...defaults['supervision'],
      ...keys,
      REGISTERED_ON: dayIn(draw, quarter),
      OUTCOME: draw.of(['0', '1']),
      SEX: number % 2 === 0 ? 'М' : 'Ж',
    }
  },
  training: (draw, quarter) => ({ ...defaults['training'], HELD_ON: dayIn(draw, quarter), DAYS: draw.of(['1', '2']) }),
}

const quarters = [1, 2, 3, 4]
const monthOf = (quarter: number) => String(3 * quarter - 1).padStart(2, '0')
const dayIn = (draw: Draw, quarter: number) => `0${1 + draw.below(3)}.${monthOf(quarter)}.2024`

interface DrawnFile {
  readonly register: RegisterName
  readonly quarter: number
  rows: Row[]
  /** What becomes of its text. */
  change: (text: string) => string
  described: Described
}

function drawnFiles(draw: Draw): DrawnFile[] {
  return (['sentences', 'supervision', 'training'] as const).flatMap((register) =>
    quarters.map((quarter) => ({
      ...{ register, quarter, change: (text: string) => text },
      rows: Array.from({ length: 12 }, () => drawnRow[register]?.(draw, quarter) ?? {}),
      described: {
        period: [
          `2024-${String(3 * quarter - 2).padStart(2, '0')}-01`,
          `2024-${String(3 * quarter).padStart(2, '0')}-28`,
        ] as const,
        sentAt: `2024-${monthOf(quarter)}-28T00:00:00Z`,
      },
    })),
  )
}

function deliverAll(files: readonly DrawnFile[]): void {
  for (const { register, rows, change, described } of files)
    deliver(test, register, change(registerCsv(register, rows)), described)
}

/** What senders do to some row or file. The first ones leave files that can be taken in. */
const habits: Readonly<Record<string, (file: DrawnFile, draw: Draw) => void>> = {
  'a row that is set aside': ({ rows, register }, draw) => {
    rows[draw.below(12)] = {
      ...rows[0],
      [register === 'sentences' ? 'COURT' : register === 'supervision' ? 'OFFICE' : 'DAYS']: 'XX',
    }
  },
  'a row outside its period': ({ rows, register }) => {
    const date = { sentences: 'SENTENCED_ON', supervision: 'REGISTERED_ON', training: 'HELD_ON' }[
      register as 'training'
    ]
    rows[3] = { ...rows[3], [date]: '30.12.2025' }
  },
  'another sex of a person': ({ rows, register }) => {
    if (register !== 'training') rows[5] = { ...rows[5], PERSON_ID: 'P4', SEX: 'Ж' }
  },
  'rows that are taken back': ({ rows, register }, draw) => {
    if (register === 'sentences') for (const at of [2, 7]) rows[at] = { ...rows[draw.below(12)], RECORD: 'D' }
  },
  'a row twice': ({ rows }) => void rows.push({ ...rows[1] }),
  'a sum of the sender': (file) => {
    file.change = (text) => text.replace(/(\n[^\n]*)$/, '\nИТОГО$1')
  },
  'blanks around cells': (file) => {
    file.change = (text) => text.replaceAll(';', '; ')
  },
  'a blank line': (file) => {
    file.change = (text) => text.replace('\n', '\n\n')
  },
  'a broken line': (file) => {
    file.change = (text) => text.replace('\n', '\nx;y\n')
  },
  'no end of the last line': (file) => {
    file.change = (text) => text.trimEnd()
  },
  'another delimiter': (file) => {
    file.change = (text) => text.replaceAll(';', '\t')
  },
  'a moment that others have too': (file) => {
    file.described = { ...file.described, sentAt: '2024-07-01T00:00:00Z' }
  },
  'a longer period': (file) => {
    file.described = { ...file.described, period: ['2024-02-01', '2024-12-31'] }
  },
}
/** Files that are refused as a whole. */
const faults: Readonly<Record<string, (file: DrawnFile) => void>> = {
  'a name in it': ({ rows }) => {
    const [first] = Object.keys(rows[0] ?? {})
    rows[4] = { ...rows[4], [first ?? '']: 'Иванов Иван Иванович' }
  },
  'an open quotation mark': (file) => {
    file.change = (text) => text.replace(/\n([^\n]*)\n$/, '\n"$1\n')
  },
  'a column that is missing': (file) => {
    file.change = (text) => text.replace('SEX', 'SEKS')
  },
  'a total that is wrong': (file) => {
    file.described = { ...file.described, totals: [{ column: 'DAYS', sum: 1 }] }
  },
  'a code that all have to know': ({ rows, register }) => {
    if (register === 'sentences') rows[4] = { ...rows[4], SANCTION: '77' }
    else rows[4] = { ...rows[4], SEX: '12.03.1987' }
  },
}

async function expectSame(): Promise<Awaited<ReturnType<typeof outcome>>> {
  const together = await outcome({ oneByOne: false })
  expect(together).toEqual(await outcome({ oneByOne: true }))
  return together
}

describe('many files of a register come to what they come to one after another', () => {
  it('where nothing is wrong with them', async () => {
    deliverAll(drawnFiles(drawing(1)))
    const { verdict, tables } = await expectSame()
    expect(verdict).toMatch(/^published/)
    expect(tables?.['main."sentences_history"']?.length).toBeGreaterThan(5)
  })

  it.each(Object.entries(faults))('with one in the middle that is refused: %s', async (_, fault) => {
    const files = drawnFiles(drawing(7)).filter(({ register }) => register === 'sentences')
    fault(files[1] as DrawnFile)
    deliverAll(files)
    expect((await expectSame()).refusals).toHaveLength(1)
  })

  it.each(isLong ? [11, 12, 13, 14, 15, 16] : [11, 12])(
    'with habits of senders, on top of what is stored (%i)',
    async (seed) => {
      const draw = drawing(seed)
      const before = drawnFiles(draw).filter(({ quarter }) => quarter < 3)
      deliverAll(before)
      const yesterday = new Date('2026-11-23T02:30:00Z')
      await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: yesterday, accept })
      const files = drawnFiles(draw)
      for (const file of files) if (draw.chance(0.5)) draw.of(Object.values(habits))(file, draw)
      deliverAll(files)
      await expectSame()
    },
  )
})
