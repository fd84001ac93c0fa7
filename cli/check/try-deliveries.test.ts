import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareHome, type RunReport } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver, many, registerCsv } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { type TrialReport, trialReportSchema } from './trial-report.ts'
import { tryDeliveries } from './try-deliveries.ts'

let test: TestHome
let now: Date
beforeEach(() => {
  test = testHome()
  now = new Date('2026-11-24T02:00:00Z')
})
afterEach(() => test.remove())

const nightly = () => {
  now = new Date(now.getTime() + 60_000)
  return runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now })
}
const trial = (...paths: string[]) =>
  tryDeliveries({ paths: paths.length > 0 ? paths : [test.incoming], home: test.home, jurisdiction: 'kg', now })

/** Everything in a folder: names, kinds, modes, times and bytes. */
function stateOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .concat('.')
    .sort()
    .map((name) => {
      const path = join(folder, name)
      const { mode, mtimeMs, ctimeMs, size, ino } = lstatSync(path)
      const bytes = lstatSync(path).isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : ''
      return [name, mode, mtimeMs, ctimeMs, size, ino, bytes].join(' ')
    })
}

/** What a night and a trial both tell, without times and without what only one of them can know. */
function told(report: RunReport | TrialReport) {
  const { decision, deliveries, refusals, waiting, skipped, registers, figures, quality, synthetic } = report
  return {
    decision,
    synthetic,
    deliveries,
    refusals: refusals.map((refusal) => ({ ...refusal, file: basename(refusal.file ?? '') })),
    waiting,
    skipped: skipped.map((path) => basename(path)),
    registers,
    figures,
    quality,
  }
}

/** The night of the files that wait says what the trial said, and the trial leaves no trace. */
async function lawHolds(): Promise<TrialReport> {
  const [home, incoming] = [stateOf(test.home), stateOf(test.incoming)]
  const said = await trial()
  expect(stateOf(test.home)).toEqual(home)
  expect(stateOf(test.incoming)).toEqual(incoming)
  expect(trialReportSchema.parse(JSON.parse(JSON.stringify(said)))).toEqual(JSON.parse(JSON.stringify(said)))
  expect(told(said)).toEqual(told(await nightly()))
  return said
}

const year = { period: ['2024-01-01', '2024-12-31'] } as const
const cells = (count: number, more: Readonly<Record<string, string>>) =>
  soundRows(count).map((row) => ({ ...row, ...more }))

/** Files that come one night after another, with what the last trial decides. */
const nights: Readonly<Record<string, readonly [decision: string, ...nights: (() => void)[]]>> = {
  'nothing at all': ['nothing_new', () => {}],
  'sound rows': ['published', () => void test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20)))],
  'unknown, unmapped and repeated': [
    'blocked',
    () =>
      void test.deliver(
        'court_sentences_a.csv',
        sentencesCsv([
          ...soundRows(60),
          { CASE_ID: 'C1', PERSON_ID: 'P1', DAYS: '100' },
          ...cells(3, { COURT: 'XX-99', CHARGE: '2' }),
        ]),
      ),
  ],
  'a few rows set aside': [
    'published',
    () =>
      void test.deliver(
        'court_sentences_a.csv',
        sentencesCsv([...soundRows(400), { CASE_ID: 'C', SENTENCED_ON: 'x' }]),
      ),
  ],
  'the same file again': [
    'nothing_new',
    () => deliver(test, 'sentences', sentencesCsv(soundRows(20)), year),
    () => deliver(test, 'sentences', sentencesCsv(soundRows(20)), year),
  ],
  'corrections of rows that are held': [
    'published',
    () => void test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20))),
    () => void test.deliver('court_sentences_b.csv', sentencesCsv([...cells(5, { DAYS: '730' }), ...soundRows(9)])),
  ],
  'a corrected period': [
    'published',
    () => void test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20))),
    () => deliver(test, 'sentences', sentencesCsv(soundRows(20)), { period: ['2024-01-01', '2024-06-30'] }),
  ],
  'refused files, and registers that wait for them': [
    'published_in_part',
    () => {
      test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)).replace('GB-01', '"GB-01'))
      test.deliver('prisoners.csv', 'x')
      test.deliver('Thumbs.db', 'x')
      deliver(test, 'supervision', registerCsv('supervision', [{}]))
      deliver(test, 'training', registerCsv('training', many(9, 'TRAINING_ID', 'T')))
    },
  ],
  'nothing but refused files': [
    'refused',
    () => {
      test.deliver('court_sentences_a.csv', sentencesCsv(cells(3, { SANCTION: '77' })))
      test.deliver('court_sentences_b.csv', sentencesCsv(soundRows(3)).replaceAll('COURT', 'CUORT'))
    },
  ],
  'files of one night that contradict each other': [
    'refused',
    () => {
      test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
      test.deliver('court_sentences_b.csv', sentencesCsv(cells(3, { DAYS: '730' })))
    },
  ],
  'a key that means two things': [
    'blocked',
    () => deliver(test, 'sentences', sentencesCsv(soundRows(20)), year),
    () => deliver(test, 'supervision', registerCsv('supervision', [{ PERSON_ID: 'C1' }]), year),
  ],
  'far more rows than in earlier years': [
    'blocked',
    () =>
      deliver(test, 'sentences', sentencesCsv(cells(9, { SENTENCED_ON: '05.03.2023', IN_FORCE_ON: '20.03.2023' })), {
        period: ['2023-01-01', '2023-12-31'],
      }),
    () =>
      deliver(
        test,
        'sentences',
        sentencesCsv(soundRows(90).map((row) => ({ ...row, CASE_ID: `N${row['CASE_ID']}` }))),
        year,
      ),
  ],
  'withdrawn rows': [
    'published',
    () => void test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20))),
    () =>
      void test.deliver(
        'court_sentences_b.csv',
        sentencesCsv(cells(4, { RECORD: 'D' }), [...Object.keys(soundRows(1)[0] ?? {}), ...headers, 'RECORD']),
      ),
  ],
  'a missing parent, and then the parent': [
    'published',
    () => deliver(test, 'assessments', registerCsv('assessments', [{ PERSON_ID: 'P7' }]), year),
    () => deliver(test, 'supervision', registerCsv('supervision', [{ PERSON_ID: 'P7' }]), year),
  ],
}
const headers = [
  'CHARGE',
  'SANCTION_NO',
  'SENTENCED_ON',
  'IN_FORCE_ON',
  'COURT',
  'STAGE',
  'ARTICLE',
  'SANCTION',
  'SERVING',
  'DAYS',
  'FINE',
  'SEX',
  'BIRTH_YEAR',
  'CITIZENSHIP',
  'DISABILITY',
  'PRIOR',
  'DETAINED',
  'LEGAL_AID',
  'DV',
]

describe('a trial says what the night will say, and leaves the home as it was', () => {
  it.each(Object.keys(nights))('%s', async (name) => {
    const [decision, ...all] = nights[name] ?? ['']
    let said: TrialReport | undefined
    for (const night of all) {
      night()
      said = await lawHolds()
      if (said.decision === 'blocked' || said.decision === 'refused') expect(said.whole).toBe(false)
    }
    expect(said?.decision).toBe(decision)
  })
})

describe('a trial', () => {
  it('needs no lock, so it runs beside a nightly run', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    const giveBack = await takeWriterLock(test.home)
    expect((await trial()).decision).toBe('published')
    giveBack()
  })

  it('sees a first generation that nothing points to yet, as the night does', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    await nightly()
    rmSync(join(test.home, 'CURRENT.json'))
    test.deliver('court_sentences_b.csv', sentencesCsv(soundRows(4)))
    expect((await lawHolds()).deliveries[0]?.account).toMatchObject({ accepted: 1, duplicate: 3 })
  })

  it('is refused as the night is when the secret of the pseudonyms is gone', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    await nightly()
    rmSync(join(test.home, 'secrets', 'pseudonyms.key'))
    await expect(trial()).rejects.toMatchObject({ code: 'SECRET_LOST' })
    await expect(nightly()).rejects.toMatchObject({ code: 'SECRET_LOST' })
  })

  it('takes files and folders in the order of the night, each once', async () => {
    deliver(test, 'supervision', registerCsv('supervision', [{}]))
    const file = test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    const [folder = ''] = readdirSync(test.incoming).filter((name) => name.startsWith('delivery-'))
    const { deliveries } = await trial(join(test.incoming, folder, 'manifest.json'), file, file)
    expect(deliveries.map(({ register }) => register)).toEqual(['sentences', 'supervision'])
    expect(deliveries[1]?.notes).not.toContain('NO_MANIFEST')
    expect(told(await trial(test.incoming, file))).toEqual(told(await trial(file, join(test.incoming, folder))))
  })

  it('says what it was tried against', async () => {
    const path = test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
    expect((await trial()).basis).toEqual({ why: 'no_home', home: test.home, generation: null })
    prepareHome(test.home, 'mn')
    expect((await trial(path)).basis.why).toBe('other_jurisdiction')
    renameSync(test.home, `${test.home}-mn`)
    prepareHome(test.home, 'kg', { sample: true })
    expect((await trial(path)).basis.why).toBe('sample_home')
  })

  it('leaves nothing behind in the folder of temporary files', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('taraza-check-'))
    const before = left()
    test.deliver('court_sentences_a.csv', 'x')
    await trial()
    expect(left().filter((name) => !before.includes(name))).toEqual([])
  })
})
