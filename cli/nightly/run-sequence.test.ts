import { existsSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { begunRuns, listRuns, markBegun, nextRun, noticeOfReport, type RunReport, readRunReport } from '#warehouse'
import { findings } from '../doctor/findings.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'
import { takeWriterLock } from './writer-lock.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
  keepSecrets(test.home)
})
afterEach(() => test.remove())

const night = (day: string) =>
  runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date(`${day}T02:30:00Z`) })
const lastReport = (): RunReport => readRunReport(test.home, listRuns(test.home)[0] ?? '')
const findingOf = async (what: string, day: string) =>
  (await findings(test.configuration, new Date(`${day}T09:00:00Z`))).find((finding) => finding.what === what)

describe('runs', () => {
  it('are numbered in their order, and a clock of 2031 or 2001 changes nothing in it', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    const reports = [
      await night('2026-11-24'),
      await night('2031-05-01'),
      await night('2026-11-25'),
      await night('2001-01-01'),
    ]
    expect(reports.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
    expect(reports.map(({ notes }) => notes)).toEqual([
      [],
      ['CLOCK_FAR_AHEAD'],
      ['CLOCK_BEFORE_LAST_RUN'],
      ['CLOCK_BEFORE_LAST_RUN'],
    ])
    expect(listRuns(test.home).map((run) => run.slice(0, 10))).toEqual([
      '2001-01-01',
      '2026-11-25',
      '2031-05-01',
      '2026-11-24',
    ])
    expect((await night('2026-11-26')).notes).toEqual([])
    expect(await findingOf('last run', '2026-11-26')).toMatchObject({
      says: expect.stringContaining('2026-11-26'),
      level: 'ok',
    })
    expect((await findingOf('last success', '2026-11-26'))?.level).toBe('ok')
    const { out } = await test.run('runs', 'list')
    expect(out.split('\n').map((line) => line.trim().split(' ')[0])).toEqual(['5', '4', '3', '2', '1', ''])
    expect((await test.run('runs', 'show', '2', '--format', 'json')).out).toContain('2031-05-01')
  })

  it('that are the last and lie in the future make the doctor doubt the clock', async () => {
    await night('2031-05-01')
    expect(await findingOf('last success', '2026-12-25')).toMatchObject({
      says: expect.stringContaining('check the clock'),
      level: 'error',
    })
  })

  it('of before they had numbers come before the others, in the order of their names', async () => {
    const { sequence: _, ...report } = await night('2026-11-24')
    const [file = ''] = readdirSync(join(test.home, 'reports'))
    rmSync(join(test.home, 'reports', file))
    for (const run of ['2026-11-20T02-30-00.000Z', '2027-01-01T02-30-00.000Z'])
      writeFileSync(join(test.home, 'reports', `${run}.json`), JSON.stringify({ ...report, run }))
    expect(await night('2026-11-25')).toMatchObject({ sequence: 1 })
    expect(listRuns(test.home).map((run) => run.slice(0, 10))).toEqual(['2026-11-25', '2027-01-01', '2026-11-20'])
    expect(readRunReport(test.home, '2027-01-01T02-30-00.000Z').sequence).toBe(0)
  })

  it('delete nothing for its age when the clock stands far ahead', async () => {
    const options = { home: test.home, jurisdiction: 'kg', incoming: test.incoming, archiveDays: 365 }
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    await runNightly({ ...options, now: new Date() })
    const start = readdirSync(join(test.home, 'archive')).find((name) => /^[0-9a-f]{2}$/.test(name)) ?? ''
    const [sha256 = ''] = readdirSync(join(test.home, 'archive', start))
    const original = join(test.home, 'archive', start, sha256)
    expect(await runNightly({ ...options, now: new Date(Date.now() + 1500 * 86_400_000) })).toMatchObject({
      notes: ['CLOCK_FAR_AHEAD'],
      originalsRemoved: 0,
    })
    expect(existsSync(original)).toBe(true)
    utimesSync(original, new Date(0), new Date(0))
    expect(await runNightly({ ...options, now: new Date() })).toMatchObject({ originalsRemoved: 1 })
  })
})

describe('a run that began', () => {
  it('leaves a report when the secret is lost, and when an error ends it before anything is read', async () => {
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    await night('2026-11-24')
    renameSync(join(test.home, 'secrets'), join(test.home, 'secrets.away'))
    await expect(night('2026-11-25')).rejects.toMatchObject({ code: 'SECRET_LOST' })
    expect(lastReport()).toMatchObject({ sequence: 2, decision: 'refused', refusals: [{ code: 'SECRET_LOST' }] })
    expect((await findingOf('last run', '2026-11-25'))?.level).toBe('error')
    rmSync(join(test.home, 'secrets'), { recursive: true, force: true })
    renameSync(join(test.home, 'secrets.away'), join(test.home, 'secrets'))
    rmSync(join(test.home, 'quarantine'), { recursive: true, force: true })
    writeFileSync(join(test.home, 'quarantine'), 'not a folder')
    await expect(night('2026-11-26')).rejects.toThrow()
    expect(lastReport()).toMatchObject({ sequence: 3, decision: 'refused' })
    expect(readdirSync(join(test.home, 'running'))).toEqual([])
  })

  it('and did not end is listed, and gets its report from the next run', async () => {
    markBegun(test.home, nextRun(test.home, new Date('2026-11-23T02:30:00Z')))
    expect((await test.run('runs', 'list')).out).toContain('1  2026-11-23T02-30-00.000Z  began and has not ended')
    expect(await night('2026-11-24')).toMatchObject({ sequence: 2, decision: 'nothing_new' })
    expect(begunRuns(test.home)).toEqual([])
    expect(readRunReport(test.home, '1')).toMatchObject({ decision: 'refused', refusals: [{ code: 'RUN_KILLED' }] })
  })

  it('and is at work is no error of the doctor, unless it takes far too long', async () => {
    await night('2026-11-22')
    markBegun(test.home, nextRun(test.home, new Date('2026-11-23T02:30:00Z')))
    const giveBack = await takeWriterLock(test.home)
    const about = async (time: string) =>
      (await findings(test.configuration, new Date(`2026-11-23T${time}Z`))).find(({ what }) => what === 'last run')
    expect(await about('03:00:00')).toMatchObject({ level: 'ok', says: expect.stringContaining('is at work') })
    expect(await about('09:00:00')).toMatchObject({ level: 'error', says: expect.stringContaining('If it hangs') })
    giveBack()
    expect(await about('03:00:00')).toMatchObject({ level: 'error', says: expect.stringContaining('did not end') })
  })

  it('tells what is late when it becomes late, then each seventh day, once a day, whatever failed between', async () => {
    const report = await night('2026-11-10')
    const late = [{ register: 'sentences', period: '2026-10', expected: '2026-11-10' }]
    const dueDays: string[] = []
    const before: RunReport[] = []
    for (const day of [11, 11, 12, 13, 14, 18, 18, 25])
      for (const isFailed of [false, true]) {
        const run = `2026-11-${day}T02-30-00.000Z`
        const next = { ...report, run, late: isFailed ? [] : late }
        const notice = noticeOfReport(next, before, { id: '1', createdAt: '' })
        if (notice.late.some(({ isDue }) => isDue)) dueDays.push(run.slice(8, 10))
        before.unshift(next)
      }
    expect(dueDays).toEqual(['11', '18', '25'])
  })

  it('calls nothing late that came and waits, and tells it once it is gone', async () => {
    const report = await night('2026-11-10')
    const late = [{ register: 'sentences', period: '2026-10', expected: '2026-11-10' }]
    const waits = { ...report, run: '2026-11-12T02-30-00.000Z', late, waiting: ['sentences'] }
    const gone = { ...report, run: '2026-11-13T02-30-00.000Z', late }
    const identity = { id: '1', createdAt: '' }
    expect(noticeOfReport(waits, [], identity).late).toEqual([])
    expect(noticeOfReport(gone, [waits], identity).late).toEqual([{ ...late[0], isDue: true }])
  })
})
