import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { markBegun, nextRun, noticeOfFailure, runNoticeSchema } from '#warehouse'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { mountDisk, unmountDisk } from '../testing/backups.ts'
import { keepSecrets, type TestHome, testHome } from '../testing/homes.ts'
import { type Answer, webhookReceiver } from '../testing/receivers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { Outbox } from './outbox.ts'

let test: TestHome
const closers: (() => void)[] = []
beforeEach(() => {
  test = testHome()
  keepSecrets(test.home)
})
afterEach(() => {
  test.remove()
  for (const close of closers.splice(0)) close()
  for (const name of ['MONITOR_INVOCATION_ID', 'INVOCATION_ID']) delete process.env[name]
})

const refuses: Answer = (response) => void response.writeHead(302, { Location: '/' }).end()

async function hook(answer?: Answer) {
  const receiver = await webhookReceiver(answer)
  closers.push(receiver.close)
  const settings = { TARAZA_WEBHOOK: receiver.url, TARAZA_WEBHOOK_SECRET: 'x'.repeat(32) }
  const notices = () => receiver.posted.map(({ body }) => runNoticeSchema.parse(JSON.parse(body)))
  const night = (more: NodeJS.ProcessEnv = {}, ...words: string[]) =>
    test.runWith({ ...settings, ...more }, 'nightly', '--jurisdiction', 'kg', '--incoming', test.incoming, ...words)
  return { receiver, settings, notices, night }
}

describe('a night', () => {
  it('sends decision, codes, registers and its number, and no count, file name or cell', async () => {
    const { receiver, notices, night } = await hook()
    test.deliver('court_sentences_Петров.csv', sentencesCsv(soundRows(37)))
    const begun = await night({ TARAZA_OPERATOR_PORT: '9090' })
    expect(begun).toMatchObject({ code: 0, err: expect.stringMatching(/^This data directory is new: .*\n$/) })
    test.deliver('court_sentences_Петров.csv', sentencesCsv(soundRows(37)).replaceAll('COURT', 'CUORT'))
    expect((await night()).code).toBe(1)
    expect(notices()).toMatchObject([
      { event: 'run', sequence: 1, decision: 'published', failed: false, codes: [], jurisdiction: 'kg' },
      { event: 'run', sequence: 2, decision: 'refused', failed: true, report: null },
    ])
    const [first, second] = notices()
    expect(first?.report).toBe(`http://localhost:9090/en/runs/${first?.run}`)
    const { codes, waiting } = second?.registers.find(({ register }) => register === 'sentences') ?? {}
    expect([codes, waiting]).toEqual([second?.codes, true])
    expect(codes).toHaveLength(1)
    const keys = Object.keys(runNoticeSchema.shape).sort()
    for (const { body } of receiver.posted) {
      expect(Object.keys(JSON.parse(body)).sort()).toEqual(keys)
      const { id: _id, createdAt: _at, run: _run, report: _report, ...rest } = JSON.parse(body)
      expect(JSON.stringify(rest)).not.toMatch(/Петров|\.csv|"(rows|read|accepted|count|message)"|37/)
    }
    expect(new Set(notices().map(({ id }) => id)).size).toBe(2)
  })

  it('ends as without a webhook when that fails, says why, and the next night sends what waits', async () => {
    const { receiver, settings, notices, night } = await hook(refuses)
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    expect(await night()).toMatchObject({ code: 0, err: expect.stringContaining('[WEBHOOK_REDIRECTS]') })
    expect(new Outbox(test.home).size).toBe(1)
    expect((await test.run('doctor')).out).toMatch(/error messages: 1 messages wait/)
    expect(await test.runWith(settings, 'notify')).toMatchObject({ code: 75, out: 'Messages sent: 0, waiting: 1.\n' })
    receiver.posted.length = 0
    receiver.answer = (response) => void response.writeHead(200).end()
    expect(await night()).toMatchObject({ code: 0, err: '' })
    expect(notices().map(({ sequence }) => sequence)).toEqual([1, 2])
    expect(await test.runWith(settings, 'notify')).toMatchObject({ code: 0, out: 'Messages sent: 0, waiting: 0.\n' })
  })

  it('without network leaves its message for "taraza notify"', async () => {
    const { settings, notices, night } = await hook()
    expect((await night({ TARAZA_NOTIFY: 'later' })).code).toBe(0)
    expect(notices()).toEqual([])
    expect(await test.runWith(settings, 'notify')).toMatchObject({ code: 0, out: 'Messages sent: 1, waiting: 0.\n' })
    expect(notices()).toMatchObject([{ sequence: 1 }])
  })

  it('that was killed is told of by the next one, and one that cannot begin by itself', async () => {
    const { notices, night } = await hook()
    await night()
    markBegun(test.home, nextRun(test.home, new Date()))
    await night()
    expect(notices().map(({ sequence, codes }) => [sequence, codes])).toEqual([
      [1, []],
      [2, ['RUN_KILLED']],
      [3, []],
    ])
    writeFileSync(join(test.home, 'home.json'), '{')
    expect((await night()).code).toBe(1)
    expect(notices().at(-1)).toMatchObject({ event: 'failure', failed: true, codes: ['STATE_BROKEN'] })
  })

  it('that cannot begin is told of once a day, however often it is tried, and again after a run that could', async () => {
    const { notices, night } = await hook()
    await night()
    const sound = readFileSync(join(test.home, 'home.json'))
    const tried = async () => {
      writeFileSync(join(test.home, 'home.json'), '{')
      for (const _ of [1, 2, 3]) expect((await night()).code).toBe(1)
      writeFileSync(join(test.home, 'home.json'), sound)
      expect((await night()).code).toBe(0)
    }
    await tried()
    await tried()
    expect(notices().map(({ event }) => event)).toEqual(['run', 'failure', 'run', 'failure', 'run'])
  })

  it('that is dry, misspelled or finds another at work tells nobody', async () => {
    const { notices, night } = await hook()
    expect((await night({}, '--dry-run')).code).toBe(0)
    expect((await night({}, '--accept', 'NONSENSE')).code).toBe(2)
    const giveBack = await takeWriterLock(test.home)
    expect((await night()).code).toBe(75)
    giveBack()
    expect(notices()).toEqual([])
    expect(readdirSync(test.home)).not.toContain('outbox')
  })
})

describe('a service that failed', () => {
  it('is told of, also where other settings are wrong, and not twice when it told of itself', async () => {
    const { settings, notices, night } = await hook()
    const alert = () =>
      test.runWith({ ...settings, PORT: 'eighty' }, 'alert', 'taraza-nightly.service', '--result', 'timeout')
    expect(await alert()).toMatchObject({ code: 0, err: '' })
    expect(notices()).toMatchObject([
      { event: 'unit', unit: 'taraza-nightly.service', result: 'timeout', codes: ['UNIT_FAILED'], failed: true },
    ])
    process.env['INVOCATION_ID'] = 'a'
    await night()
    process.env['MONITOR_INVOCATION_ID'] = 'a'
    await alert()
    expect(notices()).toHaveLength(2)
    process.env['MONITOR_INVOCATION_ID'] = 'b'
    await alert()
    expect(notices()).toHaveLength(3)
  })

  it('is an error of its own where there is nobody to notify', async () => {
    expect(await test.runWith({}, 'alert', 'taraza-nightly.service')).toMatchObject({
      code: 1,
      err: expect.stringContaining('[NO_CHANNEL]'),
    })
  })
})

describe('a message about a disk that takes nothing', () => {
  it('is sent nevertheless: where the disk is full, and where the outbox cannot be written', async (context) => {
    const { notices, settings } = await hook()
    writeFileSync(join(test.home, 'outbox'), 'no folder')
    expect(await test.runWith(settings, 'alert', 'taraza-nightly.service')).toMatchObject({ err: expect.any(String) })
    expect(notices()).toMatchObject([{ event: 'unit', unit: 'taraza-nightly.service' }])
    if (!mountDisk(test.home, '100k')) return context.skip('no disk can be mounted here: in part not run')
    try {
      writeFileSync(join(test.home, 'home.json'), '{"jurisdiction":"kg"}')
      expect(() => writeFileSync(join(test.home, 'full'), Buffer.alloc(200_000))).toThrow('ENOSPC')
      expect(await test.runWith(settings, 'alert', 'taraza.service')).toMatchObject({ code: 0, err: '' })
      expect(notices().map(({ unit }) => unit)).toEqual(['taraza-nightly.service', 'taraza.service'])
      expect(await night(settings)).toBe(75)
      expect(notices().at(-1)).toMatchObject({ event: 'failure', codes: ['DISK_FULL'] })
    } finally {
      unmountDisk(test.home)
    }
  })

  const night = async (settings: NodeJS.ProcessEnv) =>
    (await test.runWith(settings, 'nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)).code
})

describe('the outbox', () => {
  it('has at most 100 messages: the oldest goes', () => {
    const outbox = new Outbox(test.home)
    const add = (id: number) =>
      outbox.add(noticeOfFailure('DISK_FULL', { id: String(id), createdAt: '2026-11-24T02:30:00.000Z' }), ['webhook'])
    expect(Array.from({ length: 102 }, (_, id) => add(id)).filter((removed) => removed > 0)).toEqual([1, 1])
    expect(outbox.messages.map(({ notice }) => notice.id).slice(0, 2)).toEqual(['2', '3'])
    expect(outbox.size).toBe(100)
  })

  it('does without a message that is damaged', () => {
    const outbox = new Outbox(test.home)
    outbox.add(noticeOfFailure('DISK_FULL', { id: '1', createdAt: '2026-11-24T02:30:00.000Z' }), ['webhook'])
    const [file = ''] = readdirSync(join(test.home, 'outbox'))
    writeFileSync(join(test.home, 'outbox', file), '{')
    expect(outbox.messages).toEqual([])
    expect(outbox.size).toBe(0)
  })
})
