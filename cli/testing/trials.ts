import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import type { RunReport } from '#warehouse'
import { type TrialReport, trialReportSchema } from '../check/trial-report.ts'
import { tryDeliveries } from '../check/try-deliveries.ts'
import { runNightly } from '../nightly/run-nightly.ts'
import type { TestHome } from './homes.ts'
import { deliver, many, registerCsv } from './registers.ts'
import { sentenceHeaders, sentencesCsv, soundRows } from './sentences.ts'

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
export function comparablePart(report: RunReport | TrialReport) {
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
export async function nightAsTried({ home, incoming }: TestHome, now: Date): Promise<TrialReport> {
  const before = [stateOf(home), stateOf(incoming)]
  const said = await tryDeliveries({ paths: [incoming], home, jurisdiction: 'kg', now })
  expect([stateOf(home), stateOf(incoming)]).toEqual(before)
  const written = JSON.parse(JSON.stringify(said))
  expect(trialReportSchema.parse(written)).toEqual(written)
  expect(comparablePart(said)).toEqual(comparablePart(await runNightly({ home, jurisdiction: 'kg', incoming, now })))
  return said
}

/** Each night in turn, with a trial before it. */
export async function nightsAsTried(test: TestHome, name: string): Promise<void> {
  const [decision, ...all] = nights[name] ?? ['']
  let said: TrialReport | undefined
  for (const [index, night] of all.entries()) {
    night(test)
    said = await nightAsTried(test, new Date(Date.UTC(2026, 10, 24, 2, index)))
    if (said.decision === 'blocked' || said.decision === 'refused') expect(said.whole).toBe(false)
  }
  expect(said?.decision).toBe(decision)
}

const year = { period: ['2024-01-01', '2024-12-31'] } as const
const cells = (count: number, more: Readonly<Record<string, string>>) =>
  soundRows(count).map((row) => ({ ...row, ...more }))

/** Files that come one night after another, with what the last trial decides. */
export const nights: Readonly<Record<string, readonly [decision: string, ...nights: ((test: TestHome) => void)[]]>> = {
  'nothing at all': ['nothing_new', () => {}],
  'sound rows': ['published', (test) => void test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20)))],
  'unknown, unmapped and repeated': [
    'blocked',
    (test) =>
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
    (test) =>
      void test.deliver(
        'court_sentences_a.csv',
        sentencesCsv([...soundRows(400), { CASE_ID: 'C', SENTENCED_ON: 'x' }]),
      ),
  ],
  'the same file again': [
    'nothing_new',
    (test) => deliver(test, 'sentences', sentencesCsv(soundRows(20)), year),
    (test) => deliver(test, 'sentences', sentencesCsv(soundRows(20)), year),
  ],
  'corrections of rows that are held': [
    'published',
    (test) => void test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20))),
    (test) => void test.deliver('court_sentences_b.csv', sentencesCsv([...cells(5, { DAYS: '730' }), ...soundRows(9)])),
  ],
  'a corrected period': [
    'published',
    (test) => void test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20))),
    (test) => deliver(test, 'sentences', sentencesCsv(soundRows(20)), { period: ['2024-01-01', '2024-06-30'] }),
  ],
  'refused files, and registers that wait for them': [
    'published_in_part',
    (test) => {
      test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)).replace('GB-01', '"GB-01'))
      test.deliver('prisoners.csv', 'x')
      test.deliver('Thumbs.db', 'x')
      deliver(test, 'supervision', registerCsv('supervision', [{}]))
      deliver(test, 'training', registerCsv('training', many(9, 'TRAINING_ID', 'T')))
    },
  ],
  'nothing but refused files': [
    'refused',
    (test) => {
      test.deliver('court_sentences_a.csv', sentencesCsv(cells(3, { SANCTION: '77' })))
      test.deliver('court_sentences_b.csv', sentencesCsv(soundRows(3)).replaceAll('COURT', 'CUORT'))
    },
  ],
  'files of one night that contradict each other': [
    'refused',
    (test) => {
      test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(3)))
      test.deliver('court_sentences_b.csv', sentencesCsv(cells(3, { DAYS: '730' })))
    },
  ],
  'a key that means two things': [
    'blocked',
    (test) => deliver(test, 'sentences', sentencesCsv(soundRows(20)), year),
    (test) => deliver(test, 'supervision', registerCsv('supervision', [{ PERSON_ID: 'C1' }]), year),
  ],
  'far more rows than in earlier years': [
    'blocked',
    (test) =>
      deliver(test, 'sentences', sentencesCsv(cells(9, { SENTENCED_ON: '05.03.2023', IN_FORCE_ON: '20.03.2023' })), {
        period: ['2023-01-01', '2023-12-31'],
      }),
    (test) =>
      deliver(
        test,
        'sentences',
        sentencesCsv(soundRows(90).map((row) => ({ ...row, CASE_ID: `N${row['CASE_ID']}` }))),
        year,
      ),
  ],
  'withdrawn rows': [
    'published',
    (test) => void test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20))),
    (test) =>
      void test.deliver(
        'court_sentences_b.csv',
        sentencesCsv(cells(4, { RECORD: 'D' }), [...sentenceHeaders, 'RECORD']),
      ),
  ],
  'a missing parent, and then the parent': [
    'published',
    (test) => deliver(test, 'assessments', registerCsv('assessments', [{ PERSON_ID: 'P7' }]), year),
    (test) => deliver(test, 'supervision', registerCsv('supervision', [{ PERSON_ID: 'P7' }]), year),
  ],
}
