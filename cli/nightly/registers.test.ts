import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { makeService, type Role, TokenStore } from '#api'
import { makeOperatorApp } from '#dashboards'
import { messyVariant, writeSamples } from '#data-samples'
import { Engine, packagePath, selectRows } from '#foundation'
import { generationStore, listRuns } from '#warehouse'
import { csvLines, type TestHome, testHome } from '../testing/homes.ts'
import { deliver, many, registerCsv } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'
import { scheduleNightly } from './schedule.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const nightly = (jurisdiction = 'kg') =>
  runNightly({ home: test.home, jurisdiction, incoming: test.incoming, now: new Date(), accept: ['VOLUME_DRIFT'] })

async function facts<Row>(sql: string, home = test.home): Promise<Row[]> {
  const id = generationStore.current(home)?.id ?? ''
  const engine = await Engine.open({ path: join(home, 'generations', id, 'facts.duckdb'), readOnly: true })
  try {
    return await engine.withConnection((connection) => selectRows<Row>(connection, sql))
  } finally {
    engine.close()
  }
}

describe('the synthetic registers together', () => {
  const near = (value: number | undefined, published: number) =>
    expect(Math.abs((value ?? 0) / published - 1)).toBeLessThan(0.01)
  const stored = (day: string) => `status_from <= date '${day}' and (ends_on is null or ends_on > date '${day}')`

  it('reproduce the published prison population and its unsentenced share', async () => {
    const home = inject('kgHome')
    for (const [year, prisoners] of [
      [2018, 11163],
      [2019, 10142],
      [2020, 9658],
      [2023, 7728],
    ] as const) {
      const [row] = await facts<{ n: number }>(
        `select count(distinct person) as n from facts.stays where ${stored(`${year}-12-31`)}`,
        home,
      )
      near(row?.n, prisoners)
    }
    for (const [year, share] of [
      [2018, 0.145],
      [2019, 0.182],
    ] as const) {
      const sql = `select count(*) filter (status in ('untried', 'tried_awaiting_first_judgment')) / count(*) as share from facts.stays where ${stored(`${year}-12-31`)}`
      near((await facts<{ share: number }>(sql, home))[0]?.share, share)
    }
  })

  it('reproduce the persons who passed through probation in 2025, kind by kind', async () => {
    const published = { pre_trial: 838, executive: 10734, penitentiary: 939, post_penitentiary: 501 }
    const rows = await facts<{ kind: keyof typeof published; n: number }>(
      `select kind::varchar as kind, count(distinct (person_key, case_key)) as n from facts.supervision
       where registered_on <= date '2025-12-31' and (ended_on is null or ended_on >= date '2025-01-01') group by kind`,
      inject('kgHome'),
    )
    expect(rows).toHaveLength(4)
    for (const { kind, n } of rows) near(n, published[kind])
  })

  it('balance: opening + entries - exits = closing + residual, in every region and quarter', async () => {
    const [sums] = await facts<{ wrong: number; quarters: number }>(
      'select count(*) filter (opening + entries - exits <> closing - residual) as wrong, count(*) as quarters from facts.ledger',
      inject('kgHome'),
    )
    expect(sums).toMatchObject({ wrong: 0 })
    expect(sums?.quarters).toBeGreaterThan(500)
  })
})

describe('the hand-off from court to probation', () => {
  it('counts the first of several orders, late ones by their days, early ones as day 0, and those that never came', async () => {
    const judged = ['ON_TIME', 'LATE', 'TWICE', 'EARLY', 'NEVER']
    deliver(
      test,
      'sentences',
      sentencesCsv(judged.map((key) => ({ CASE_ID: `C-${key}`, PERSON_ID: key, SERVING: '2' }))),
    )
    const order = (key: string, day: string, more = {}) => ({
      PERSON_ID: key,
      CASE_ID: `C-${key}`,
      REGISTERED_ON: day,
      STARTS_ON: day,
      ...more,
    })
    const orders = [
      order('ON_TIME', '25.03.2024'),
      order('LATE', '29.04.2024'),
      order('TWICE', '22.03.2024'),
      order('TWICE', '01.06.2024', { ORDER_NO: '2', OFFICE: 'C-1' }),
      order('EARLY', '10.03.2024'),
    ]
    deliver(test, 'supervision', registerCsv('supervision', orders))
    await nightly()
    const days = await facts<{ days: number | null; orders: number }>(
      'select days, orders from facts.handoff order by days nulls last',
    )
    expect(days).toEqual([
      { days: 0, orders: 1 },
      { days: 2, orders: 2 },
      { days: 5, orders: 1 },
      { days: 40, orders: 1 },
      { days: null, orders: 0 },
    ])
    const quality = Object.fromEntries(
      (generationStore.current(test.home)?.quality ?? []).map(({ measure, value }) => [measure, value]),
    )
    expect(quality).toMatchObject({ handoff_judgments: 5, handoff_within_10: 0.6, handoff_unmatched: 0.2 })
  })

  it('is matched again for the persons that something new came for, as if everything had come at once', async () => {
    const persons = many(40, 'PERSON_ID', 'P').map((row, index) => ({ ...row, CASE_ID: `C${index}` }))
    deliver(test, 'sentences', sentencesCsv(persons.map((row) => ({ ...row, SERVING: '2' }))))
    await nightly()
    deliver(test, 'supervision', registerCsv('supervision', persons.slice(0, 30)))
    await nightly()
    expect(await facts('select count(*) as n, count(days) as matched from facts.handoff')).toEqual([
      { n: 40, matched: 30 },
    ])
    deliver(test, 'sentences', sentencesCsv([{ ...persons[0], SERVING: '1' }]))
    await nightly()
    expect(await facts('select count(*) as n, count(days) as matched from facts.handoff')).toEqual([
      { n: 39, matched: 29 },
    ])
  })

  it('shows a ledger that does not balance as a residual', async () => {
    const stay = { PERSON_ID: 'P1', STATUS: '4', ADMITTED_ON: '10.01.2024', STATUS_FROM: '10.01.2024' }
    deliver(
      test,
      'custody',
      registerCsv('custody', [
        { ...stay, STATUS_TO: '10.02.2024' },
        { ...stay, PERSON_ID: 'P2', RELEASED_ON: '10.05.2024' },
      ]),
    )
    await nightly()
    const quality = generationStore.current(test.home)?.quality
    expect(quality).toEqual([{ measure: 'ledger_residual', subject: 'custody 2024-Q1', value: 1 }])
  })
})

describe('a messy quarter of all registers', () => {
  it('is taken in whole, whatever its senders do', async () => {
    await writeSamples({ jurisdiction: 'kg', out: test.incoming, from: '2024-01', to: '2024-06', dress: messyVariant })
    const report = await nightly()
    expect([report.decision, report.refusals]).toEqual(['published', []])
    for (const { account } of report.deliveries) expect(account.accepted + account.superseded).toBe(account.read)
    const again = report.deliveries.filter(({ account }) => account.superseded > 0)
    expect(new Set(again.map(({ register }) => register))).toEqual(new Set(['sentences']))
    expect(new Set(report.deliveries.map(({ register }) => register)).size).toBe(9)
  })
})

describe('a jurisdiction that nobody programmed', () => {
  it('is loaded from YAML and CSV alone', async () => {
    const folder = join(test.home, '..', 'xx')
    for (const kind of ['contracts', 'lists', 'crosswalks']) mkdirSync(join(folder, kind), { recursive: true })
    const text = (en: string) => `{ en: ${en}, ru: ${en}, ky: ${en} }`
    const put = (name: string, content: string) => writeFileSync(join(folder, name), content)
    put(
      'jurisdiction.yaml',
      `code: xx\nname: ${text('Ruritania')}\ntime_zone: UTC\nfinest_period: month\nbase_year: 2023\nsource: ${text('Court')}\nregimes: [{ code: old, from: 1900-01-01 }]\n`,
    )
    put('law-changes.yaml', '[]\n')
    put('disclosure.yaml', 'cubes: {}\n')
    put('lists/regions.csv', 'code,en,ru,ky\nN,North,North,North\nUNK,Unknown,Unknown,Unknown\n')
    put('lists/courts.csv', 'code,parent,en,ru,ky\n1,N,First,First,First\nUNK,UNK,Unknown,Unknown,Unknown\n')
    put(
      'lists/sanction_categories.csv',
      'code,parent,severity,term,en,ru,ky\nprison,CUST,9,fixed,Prison,Prison,Prison\nfine,FIN,1,,Fine,Fine,Fine\nUNK,UNK,0,,Unknown,Unknown,Unknown\n',
    )
    put('crosswalks/penalties.csv', 'source,code\nP,prison\nF,fine\n')
    put(
      'contracts/sentences.yaml',
      `register: sentences\nowner: ${text('Court')}\nrow: one sanction\nfiles: "verdicts_*"\nformat: { type: [csv], delimiter: "|" }\ndelivery: { mode: append, key: [case_key, person_key], date_column: sentenced_on }\ncolumns:\n  case_key: { from: dossier, type: key }\n  person_key: { from: who, type: key }\n  sentenced_on: { from: day, type: date, format: "%Y%m%d" }\n  court: { from: court, type: code }\n  sanction_category: { from: penalty, type: mapped_code, crosswalk: penalties, unknown: refuse }\n  length: { from: months, type: decimal, unit: months, optional: true }\n`,
    )
    test.deliver('verdicts_1.csv', 'day|court|dossier|who|penalty|months\n20240105|1|a|x|P|14\n20240106|1|b|y|F|\n')
    expect(await nightly(folder)).toMatchObject({
      decision: 'published',
      deliveries: [{ account: { read: 2, accepted: 2 } }],
    })
    const { out } = await test.run(
      'query',
      'sentences',
      '--by',
      'region,sanction_class',
      '--measure',
      'persons',
      '--level',
      'officer',
      '--purpose',
      'to test it',
    )
    expect(csvLines(out).slice(1)).toEqual(['N,CUST,1', 'N,FIN,1'])
  })
})

describe('what waits in the incoming folder', () => {
  it('is not followed when it is a link, and not named when its name says who is inside', async () => {
    writeFileSync(join(test.home, '..', 'elsewhere.csv'), sentencesCsv([{}]))
    symlinkSync(join(test.home, '..', 'elsewhere.csv'), join(test.incoming, 'court_sentences_link.csv'))
    test.deliver('Иванов_Пётр_Сергеевич.csv', 'x')
    const { refusals } = await nightly()
    expect(refusals.map(({ code }) => code).sort()).toEqual(['NOT_A_PLAIN_FILE', 'PERSONAL_DATA'])
    expect(JSON.stringify(refusals)).not.toContain('Иванов')
  })

  it('may not be named by a manifest outside its folder', async () => {
    const manifest = {
      register: 'sentences',
      period: { from: '2024-01-01', to: '2024-03-31' },
      files: [{ name: '../../x.csv', sha256: '0'.repeat(64), rows: 1 }],
    }
    test.deliver('bad/court_sentences_y.csv', sentencesCsv([{}]))
    test.deliver('bad/manifest.json', JSON.stringify(manifest))
    expect((await nightly()).refusals).toMatchObject([{ code: 'PATH_LEAVES_FOLDER' }])
  })

  it('stays when it was written again after it was read', async () => {
    const path = test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    const { copyAndHash, isVersionAt } = await import('#ingest')
    const intake = await copyAndHash(path, join(test.home, '..', 'copy'))
    expect(isVersionAt(intake.version, path)).toBe(true)
    renameSync(path, `${path}.old`)
    writeFileSync(path, sentencesCsv(soundRows(4)))
    expect(isVersionAt(intake.version, path)).toBe(false)
    rmSync(path)
    expect(isVersionAt(intake.version, path)).toBe(false)
    await expect(copyAndHash(path, join(test.home, '..', 'copy'))).rejects.toMatchObject({ code: 'UNREADABLE_FILE' })
  })
})

describe('the schedule', () => {
  const log = { info: () => {}, error: () => {} }
  const alert = async () => {}
  const schedule = '30 2 * * *'

  it('catches up a run that was missed, never runs twice at a time, and waits for its end', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([{}]))
    await runNightly({
      home: test.home,
      jurisdiction: 'kg',
      incoming: test.incoming,
      now: new Date('2024-01-01T00:00:00Z'),
    })
    let [started, finished] = [0, 0]
    const run = async () => {
      started += 1
      await new Promise((resolve) => setTimeout(resolve, 50))
      finished += 1
      return { exitCode: 0, how: 'exit code 0', invocation: '1' }
    }
    const stop = scheduleNightly({ schedule, timezone: 'Asia/Bishkek', home: test.home, log, job: { run, alert } })
    await stop()
    expect([started, finished]).toEqual([1, 1])
  })

  it('does nothing at once when the last run is recent, and says what is wrong with a schedule', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([{}]))
    await nightly()
    let started = 0
    const run = async () => {
      started += 1
      return { exitCode: 0, how: 'exit code 0', invocation: '1' }
    }
    await scheduleNightly({ schedule, home: test.home, log, job: { run, alert } })()
    expect(started).toBe(0)
    expect(() => scheduleNightly({ schedule: 'every night', home: test.home, log })).toThrow(/30 2/)
    expect(() => scheduleNightly({ schedule, timezone: 'Mars/Olympus', home: test.home, log })).toThrow(/time zone/)
  })
})

describe('the restricted listener', () => {
  it('shows run reports in three languages and metrics, and is no part of the public application', async () => {
    const home = inject('kgHome')
    const log = pino({ level: 'silent' })
    const service = makeService({ home, jurisdiction: 'kg', levels: ['analyst', 'officer'], log })
    const tokens = new TokenStore(test.home)
    const by = (role: Role) => ({
      authorization: `Bearer ${tokens.create({ name: role, role, days: 1 }, new Date()).token}`,
      'taraza-purpose': 'a test of the listener',
    })
    const app = supertest.agent(makeOperatorApp(home, { ...service, tokens })).set(by('steward'))
    const [run = ''] = listRuns(home)
    for (const [language, word] of [
      ['ky', 'Жеткирүүлөр'],
      ['ru', 'Поставки'],
      ['en', 'Deliveries'],
    ] as const) {
      expect((await app.get(`/${language}/runs`)).text).toContain(run)
      const page = await app.get(`/${language}/runs/${run}`)
      expect([page.status, page.text]).toEqual([200, expect.stringContaining(word)])
      expect(page.headers['cache-control']).toBe('no-store')
    }
    const metrics = await app.get('/metrics')
    const accounts = generationStore.current(home)?.deliveries.filter(({ register }) => register === 'sentences') ?? []
    const accepted = accounts.reduce((sum, { account }) => sum + account.accepted, 0)
    expect(accepted).toBeGreaterThan(70_000)
    const labels = 'register="sentences",outcome="accepted",end="accepted"'
    expect(metrics.text).toContain(`taraza_run_rows{${labels}} ${accepted}\n`)
    const rows = /^taraza_register_rows\{register="sentences"\} (\d+)$/m.exec(metrics.text)?.[1]
    expect(metrics.text).toContain(`taraza_rows_held{register="sentences"} ${rows}\n`)
    expect((await app.get('/en/runs/none')).status).toBe(404)
    expect((await app.get('/xx/runs')).status).toBe(404)
    const question = '/v1/data/sentences?measure=persons&by=year&from=2023&to=2023'
    expect((await app.get(`${question}&level=officer`)).body).toMatchObject({ status: 403, code: 'NOT_YOUR_LEVEL' })
    app.set(by('officer'))
    expect((await app.get('/metrics')).status).toBe(403)
    expect((await app.get(`${question}&level=officer`)).body).toMatchObject({
      method: 'none',
      rows: [[2023, 6202, 'complete']],
    })
    expect((await app.get(question)).body).toMatchObject({ status: 403, code: 'LEVEL_NOT_AVAILABLE' })
    const places = '/v1/data/custody_stock?measure=held,occupancy&by=year&from=2018&to=2018&level=officer'
    const [[, stored, occupancy, stated]] = (await app.get(places)).body.rows
    expect([stated, occupancy]).toEqual([17134, stored / 17134])
    await service.close()
  })
})

describe('the committed samples', () => {
  it('have the checksums beside them, and are taken in', async () => {
    const folder = packagePath('data-samples', 'kg')
    const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n')
    expect(sums).toHaveLength(9)
    cpSync(join(folder, 'extracts'), test.incoming, { recursive: true })
    const report = await nightly()
    expect([report.decision, report.refusals]).toEqual(['published', []])
    for (const { file, sha256 } of report.deliveries)
      expect(sums).toContainEqual(expect.stringMatching(new RegExp(`^${sha256} .*${file}$`)))
  })
})
