import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderRunReport } from '#dashboards'
import { sha256 } from '#foundation'
import { loadJurisdiction } from '#jurisdictions'
import { runReportSchema } from '#warehouse'
import { runOn, type TestHome, testHome } from '../testing/homes.ts'
import { deliver } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => {
  vi.useRealTimers()
  test.remove()
})

/** Some hours later by the clock of the machine: nobody writes any more. */
function later(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 })
}

let minute = 0
const nightly = (more = {}) =>
  runNightly({
    ...{ home: test.home, jurisdiction: 'kg', incoming: test.incoming },
    now: new Date(Date.UTC(2026, 10, 24, 2, minute++)),
    ...more,
  })
const text = sentencesCsv(soundRows(5))
const period = { from: '2024-01-01', to: '2024-12-31' }

/** A manifest of files of the same text. */
function manifestOf(names: readonly string[], sentAt = '2024-04-02T09:00:00+06:00'): string {
  const files = names.map((name) => ({ name, sha256: sha256(text), rows: 5 }))
  return JSON.stringify({ register: 'sentences', period, sent_at: sentAt, files })
}

const about = { register: null, period: null, files: [] }

describe('files that are not there', () => {
  it('are in the report and refuse nothing', async () => {
    test.deliver('alone/manifest.json', manifestOf(['court_sentences_1.csv', 'court_sentences_2.csv']))
    test.deliver('broken/manifest.json', '{')
    mkdirSync(join(test.incoming, 'empty'))
    mkdirSync(join(test.incoming, 'court_sentences_3.csv'))
    test.deliver('court_sentences_4.csv', text)
    later()
    const report = await nightly()
    expect(report.decision).toBe('published')
    expect(report.refusals).toEqual([])
    const at = (name: string) => join(test.incoming, name)
    const files = ['court_sentences_1.csv', 'court_sentences_2.csv']
    expect(report.missing).toEqual([
      { code: 'MANIFEST_ALONE', folder: at('alone'), register: 'sentences', period, files },
      { ...about, code: 'MANIFEST_ALONE', folder: at('broken') },
      { ...about, code: 'FOLDER_NOT_FILE', folder: at('court_sentences_3.csv'), register: 'sentences' },
      { ...about, code: 'EMPTY_FOLDER', folder: at('empty') },
    ])
    expect(readdirSync(test.incoming)).toEqual(['alone', 'broken', 'court_sentences_3.csv', 'empty'])
  })

  it('of a manifest that names more than are there are all named, beside the refusal', async () => {
    test.deliver('part/court_sentences_1.csv', text)
    test.deliver('part/manifest.json', manifestOf([1, 2, 3].map((number) => `court_sentences_${number}.csv`)))
    later()
    const { missing, refusals } = await nightly()
    expect(refusals).toMatchObject([{ code: 'MANIFEST_INCOMPLETE' }])
    expect(missing).toMatchObject([
      { code: 'MANIFEST_INCOMPLETE', files: ['court_sentences_2.csv', 'court_sentences_3.csv'] },
    ])
  })

  it('are not missing while they may still arrive', async () => {
    test.deliver('alone/manifest.json', manifestOf(['court_sentences_1.csv']))
    mkdirSync(join(test.incoming, 'empty'))
    expect((await nightly()).missing).toEqual([])
  })

  it('are not missing while a program of transfers still writes one', async () => {
    test.deliver('alone/manifest.json', manifestOf(['court_sentences_1.csv']))
    later()
    expect((await nightly()).missing).toHaveLength(1)
    vi.useRealTimers()
    test.deliver('alone/court_sentences_1.csv.filepart', 'CASE')
    expect((await nightly()).missing).toEqual([])
  })

  it('have names that are not repeated where they say who is inside', async () => {
    test.deliver('alone/manifest.json', manifestOf(['Асанов Бакыт Маратович.csv']))
    later()
    expect((await nightly()).missing[0]?.files).toEqual(['Ас…'])
  })

  it('are told by a trial, by the terminal, by the page in each language and by the doctor', async () => {
    await nightly()
    test.deliver('alone/manifest.json', manifestOf(['court_sentences_1.csv']))
    later()
    const trial = await runOn(test.home, ['check', test.incoming, '--json'])
    expect([trial.code, JSON.parse(trial.out)]).toMatchObject([0, { missing: [{ code: 'MANIFEST_ALONE' }] }])
    const night = await runOn(test.home, ['nightly', '--incoming', test.incoming])
    const line = `${join(test.incoming, 'alone')}: a manifest lies here without its files`
    expect([night.code, night.out]).toEqual([0, expect.stringContaining(line)])
    expect(night.out).toContain(
      '(sentences; 2024-01-01 to 2024-12-31; missing: court_sentences_1.csv) [MANIFEST_ALONE]',
    )
    const { out } = await runOn(test.home, ['runs', 'show', '--format', 'json'])
    const report = runReportSchema.parse(JSON.parse(out))
    const titles = { en: 'Missing files', ru: 'Недостающие файлы', ky: 'Жетишпеген файлдар' } as const
    for (const [language, title] of Object.entries(titles) as ['en', string][]) {
      const page = renderRunReport(report, language, loadJurisdiction('kg'))
      expect(page).toContain(`<h2>${title}</h2>`)
      expect(page).toContain('court_sentences_1.csv')
    }
    const doctor = await runOn(test.home, ['doctor'], { TARAZA_INCOMING: test.incoming })
    expect(doctor.out).toMatch(/error missing files: \S+alone \(MANIFEST_ALONE\)/)
  })

  it('are read as none in reports of before', async () => {
    await nightly()
    const folder = join(test.home, 'reports')
    const path = join(folder, readdirSync(folder)[0] ?? '')
    const { missing: _, leftOut: _left, ...before } = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify(before))
    const { out } = await runOn(test.home, ['runs', 'show', '--format', 'json'])
    expect(JSON.parse(out)).toMatchObject({ missing: [], leftOut: [] })
  })
})

describe('a manifest that remained after its files were taken in', () => {
  beforeEach(async () => {
    deliver(test, 'sentences', text, { period: [period.from, period.to], sentAt: '2024-04-02T03:00:00Z' })
    await nightly()
  })

  it('is removed with its folder, and nobody is told', async () => {
    test.deliver('again/manifest.json', manifestOf(['court_sentences_1.csv']))
    later()
    const trial = await runOn(test.home, ['check', test.incoming, '--json'])
    expect(JSON.parse(trial.out).missing).toEqual([])
    expect((await nightly({ dryRun: true })).missing).toEqual([])
    expect(existsSync(join(test.incoming, 'again'))).toBe(true)
    expect((await nightly()).missing).toEqual([])
    expect(readdirSync(test.incoming)).toEqual([])
  })

  it('stays and is told when it says another time or another period, or names further files', async () => {
    test.deliver('time/manifest.json', manifestOf(['court_sentences_1.csv'], '2024-05-02T09:00:00+06:00'))
    const other = manifestOf(['court_sentences_1.csv']).replace('2024-12-31', '2024-11-30')
    test.deliver('period/manifest.json', other)
    const further = JSON.parse(manifestOf(['court_sentences_1.csv', 'court_sentences_2.csv']))
    further.files[1].sha256 = 'a'.repeat(64)
    test.deliver('further/manifest.json', JSON.stringify(further))
    later()
    const { missing } = await nightly()
    expect(missing.map(({ files }) => files)).toEqual([
      ['court_sentences_2.csv'],
      ['court_sentences_1.csv'],
      ['court_sentences_1.csv'],
    ])
    expect(readdirSync(test.incoming)).toHaveLength(3)
    rmSync(join(test.incoming, 'time'), { recursive: true })
  })
})
