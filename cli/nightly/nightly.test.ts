import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { csvLines, sharedFolder, type TestHome, testHome } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'
import { takeWriterLock } from './writer-lock.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const nightly = ({ home, incoming } = test) => runNightly({ home, jurisdiction: 'kg', incoming, now: new Date() })

/** Everything under a home with its hash, but for the lock and reports of refused runs. */
function stateOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  )
  const stored = files.filter((name) => !name.startsWith('refused/') && name !== 'writer.lock').sort()
  return Object.fromEntries(
    stored.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
}

describe('the nightly run', () => {
  it('accounts for every row, publishes, archives the original and empties the incoming folder', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(50)))
    const report = await nightly()
    expect(report).toMatchObject({ decision: 'published', deliveries: [{ account: { read: 50, accepted: 50 } }] })
    expect(readdirSync(test.incoming)).toEqual([])
    const archived = Object.keys(stateOf(join(test.home, 'archive')))
    expect(archived.map((name) => name.split('/')[0]).sort()).toEqual([
      expect.stringMatching(/^[0-9a-f]{2}$/),
      'arrivals',
    ])
    expect(statSync(join(test.home, 'archive')).mode & 0o077).toBe(0)
  })

  it('publishes nothing new for the same input, and says so', async () => {
    const text = sentencesCsv(soundRows(50))
    test.deliver('court_sentences_a.csv', text)
    const { generation } = await nightly()
    test.deliver('court_sentences_again.csv', text)
    test.deliver('court_sentences_packed.csv.gz', gzipSync(text))
    const again = await nightly()
    expect(again).toMatchObject({ decision: 'nothing_new', generation })
    for (const { account } of again.deliveries) expect(account).toMatchObject({ read: 50, duplicate: 50 })
  })

  it('lets a corrected row take the place of the one before, and keeps that in the history', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([{ DAYS: '365' }]))
    await nightly()
    test.deliver('court_sentences_b.csv', sentencesCsv([{ SANCTION: '30', DAYS: '', FINE: '5000' }]))
    expect((await nightly()).decision).toBe('published')
    const { out } = await test.run(
      'query',
      'sentences',
      '--by',
      'sanction_category',
      '--measure',
      'persons',
      '--level',
      'officer',
      '--purpose',
      'to test it',
    )
    expect(csvLines(out)).toEqual(['sanction_category,persons', 'fine,1'])
  })

  it('keeps rows that were set aside, without the keys of the sender', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv([...soundRows(100), { CASE_ID: 'SECRETCASE', COURT: 'XX-1' }]))
    const report = await nightly()
    expect(report.deliveries[0]?.account).toMatchObject({ read: 101, accepted: 100, quarantined: 1 })
    const [file = ''] = Object.keys(stateOf(join(test.home, 'quarantine')))
    expect(readFileSync(join(test.home, 'quarantine', file)).includes('SECRETCASE')).toBe(false)
  })

  it('checks a manifest against its files', async () => {
    const text = sentencesCsv(soundRows(3))
    const manifest = (sha256: string, rows: number) =>
      JSON.stringify({
        register: 'sentences',
        period: { from: '2024-01-01', to: '2024-03-31' },
        files: [{ name: 'court_sentences_a.csv', sha256, rows }],
      })
    const hash = createHash('sha256').update(text).digest('hex')
    for (const [sha256, rows] of [
      ['0'.repeat(64), 3],
      [hash, 4],
    ] as const) {
      test.deliver('q1/court_sentences_a.csv', text)
      test.deliver('q1/manifest.json', manifest(sha256, rows))
      expect((await nightly()).refusals[0]).toMatchObject({ code: 'MANIFEST_MISMATCH' })
    }
    test.deliver('q1/manifest.json', manifest(hash, 3))
    expect(await nightly()).toMatchObject({ decision: 'published', deliveries: [{ coverage: { to: '2024-03-31' } }] })
    expect(readdirSync(test.incoming)).toEqual([])
  })

  it('stops before publishing on a dry run', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    const report = await runNightly({
      home: test.home,
      jurisdiction: 'kg',
      incoming: test.incoming,
      now: new Date(),
      dryRun: true,
    })
    expect(report).toMatchObject({ decision: 'dry_run', generation: null })
    expect(readdirSync(test.incoming)).toHaveLength(1)
  })

  it('can be taken back to an earlier generation', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    const { generation: first } = await nightly()
    test.deliver('court_sentences_b.csv', sentencesCsv(soundRows(9)))
    await nightly()
    const persons = async () => {
      const { out } = await test.run(
        'query',
        'sentences',
        '--measure',
        'persons',
        '--level',
        'officer',
        '--purpose',
        'to test it',
      )
      return csvLines(out)[1]
    }
    expect(await persons()).toBe('9')
    expect((await test.run('generations', 'rollback', first ?? '')).code).toBe(0)
    expect(await persons()).toBe('3')
  })
})

describe('bad input', () => {
  const good = sentencesCsv(soundRows(5))
  const cases: [string, string, string | Uint8Array][] = [
    ['MISSING_COLUMN', 'court_sentences_x.csv', good.replaceAll('COURT;', 'KOURT;')],
    ['UNKNOWN_CODE', 'court_sentences_x.csv', sentencesCsv([{ SANCTION: '77' }])],
    ['TRUNCATED_GZIP', 'court_sentences_x.csv.gz', gzipSync(good).subarray(0, 60)],
    ['NOT_TEXT', 'court_sentences_x.csv', Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 1, 2, 3])],
    ['EMPTY_FILE', 'court_sentences_x.csv', ''],
    ['EMPTY_FILE', 'court_sentences_x.csv', good.split('\n', 1)[0] ?? ''],
    ['TOO_MANY_QUARANTINED', 'court_sentences_x.csv', sentencesCsv([{ COURT: 'XX' }])],
    ['NO_CONTRACT', 'prisoners.csv', good],
    ...Object.values(loadJurisdiction('kg').contracts.get('sentences')?.columns ?? {})
      .slice(0, 3)
      .map(({ from }): [string, string, string] => [
        'PERSONAL_DATA',
        'court_sentences_x.csv',
        sentencesCsv([...soundRows(5), { [from[0] ?? '']: '21505202401234' }]),
      ]),
  ]

  let served: TestHome
  beforeAll(async () => {
    served = testHome()
    served.deliver('court_sentences_good.csv', good)
    await nightly(served)
  })
  afterAll(() => served.remove())

  it.each(cases)('%s (%s): a clear message, exit 1, nothing changed', async (code, name, content) => {
    cpSync(served.home, test.home, { recursive: true })
    const before = stateOf(test.home)
    const path = test.deliver(name, content)
    const { code: exit, out, err } = await test.run('nightly', '--incoming', test.incoming)
    expect(exit).toBe(1)
    expect(out + err).toContain(`[${code}]`)
    expect(out + err).toContain(name)
    expect(out + err).not.toMatch(/21505202401234|"77"/)
    expect(stateOf(test.home)).toEqual(before)
    expect(existsSync(path)).toBe(true)
  })

  it.each(['PERSON_ID', 'ARTICLE', 'DAYS', 'SEX'])(
    'refuses a personal number in the column %s whole, naming column, kind and count',
    async (column) => {
      test.deliver('court_sentences_x.csv', sentencesCsv([...soundRows(5), { [column]: '21505202401234' }]))
      const { refusals } = await nightly()
      expect(refusals[0]?.message).toContain(`column ${column}: PERSONAL_NUMBER in 1 row`)
    },
  )

  it('does not stop at the first refused file: all are told', async () => {
    test.deliver('court_sentences_a.csv', '')
    test.deliver('court_sentences_b.csv', 'x')
    expect((await nightly()).refusals.map(({ code }) => code)).toEqual(['EMPTY_FILE', 'MISSING_COLUMN'])
  })

  it('says when the incoming folder cannot be read', async () => {
    const { code, err } = await test.run('nightly', '--jurisdiction', 'kg', '--incoming', '/no/such/folder')
    expect([code, err]).toEqual([1, expect.stringContaining('[UNREADABLE_FOLDER]')])
  })

  it('refuses a second run while one is at work', async () => {
    const giveBack = await takeWriterLock(test.home)
    await expect(nightly()).rejects.toMatchObject({ code: 'ANOTHER_RUN' })
    giveBack()
    test.deliver('court_sentences_a.csv', good)
    expect((await nightly()).decision).toBe('published')
  })

  it('holds one jurisdiction in one home', async () => {
    test.deliver('court_sentences_a.csv', good)
    await nightly()
    const { code, err } = await test.run('nightly', '--jurisdiction', 'mn')
    expect([code, err]).toEqual([1, expect.stringContaining('[OTHER_JURISDICTION]')])
  })

  it('tries a file with "check" and changes nothing', async () => {
    const path = test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(4)))
    const { code, out } = await test.run('check', path, '--jurisdiction', 'kg')
    expect([code, out]).toEqual([0, expect.stringMatching(/4 rows = 4 accepted.*It would be published/s)])
    expect(existsSync(test.home)).toBe(false)
    expect((await test.run('check', test.deliver('court_sentences_b.csv', 'x'), '--jurisdiction', 'kg')).code).toBe(1)
  })
})

const realData = sharedFolder('real-data')

describe.skipIf(realData === undefined)('the published Mongolian extract', () => {
  it('loads whole and gives the table of its publisher to the unit', async () => {
    const name = 'mongolia-sentencing-2020-2026.csv.gz'
    test.deliver(name, readFileSync(join(realData ?? '', name)))
    const { code } = await test.run('nightly', '--jurisdiction', 'mn', '--incoming', test.incoming)
    expect(code).toBe(0)
    const [run = ''] = readdirSync(join(test.home, 'reports'))
    const report = JSON.parse(readFileSync(join(test.home, 'reports', run), 'utf8'))
    expect(report.deliveries[0].account).toEqual({
      read: 69527,
      accepted: 69527,
      duplicate: 0,
      superseded: 0,
      withdrawn: 0,
      quarantined: 0,
    })
    const { out } = await test.run(
      'query',
      'sentences',
      '--by',
      'year,sanction_category',
      '--measure',
      'persons',
      '--level',
      'officer',
      '--purpose',
      'to test it',
      '--format',
      'csv',
    )
    const table = csvLines(out)
      .slice(1)
      .map((line) => line.split(','))
    const published = [
      ['2020', 2573, 1673, 1585, 6622],
      ['2021', 2041, 1181, 1235, 5838],
      ['2022', 1858, 1081, 1153, 7222],
      ['2023', 1678, 1079, 1218, 7232],
      ['2024', 1754, 1257, 1162, 7608],
      ['2025', 1911, 1207, 1276, 7859],
      ['2026', 44, 20, 24, 136],
    ] as const
    const categories = ['imprisonment', 'suspended', 'community_service', 'fine']
    expect(table).toEqual(
      published.flatMap(([year, ...counts]) =>
        categories.map((category, index) => [
          year,
          category,
          String(counts[index]),
          year === '2026' ? 'incomplete' : 'complete',
        ]),
      ),
    )
    const grown = await test.run(
      'query',
      'sentences',
      '--by',
      'year',
      '--measure',
      'persons',
      '--base',
      '2020',
      '--where',
      'sanction_class=SUSP,CSM,FIN',
      '--level',
      'officer',
      '--purpose',
      'to test it',
      '--format',
      'json',
    )
    const rows = JSON.parse(grown.out).rows as [number, number, number, number | null][]
    expect(rows.find(([year]) => year === 2025)?.[3]).toBeCloseTo(10342 / 9880 - 1, 10)
    expect(rows.find(([year]) => year === 2026)?.[3]).toBeNull()
  })
})
