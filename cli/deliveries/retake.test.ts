import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesIn, sha256 } from '#foundation'
import { generationStore } from '#warehouse'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { type DeliveryNights, deliveryNights, twoExtracts } from '../testing/delivery-nights.ts'
import type { TestHome } from '../testing/homes.ts'
import { type Described, deliver, registerCsv } from '../testing/registers.ts'
import { sentencesCsv } from '../testing/sentences.ts'

let nights: DeliveryNights
let test: TestHome
beforeEach(() => {
  nights = deliveryNights()
  test = nights.test
})
afterEach(() => test.remove())

const [first, second] = twoExtracts
const sentences = (text: string, described: Described = {}) => deliver(test, 'sentences', text, described)

describe('a delivery that is taken in again', () => {
  it('counts as it counted, also after a rebuild', async () => {
    await nights.rolledBack({ sentAt: '2024-05-01T00:00:00Z' })
    const { contentHash } = generationStore.list(test.home)[1] ?? {}
    const { code, out } = await nights.run('deliveries', 'retake', sha256(second).slice(0, 8))
    expect([code, out]).toEqual([0, expect.stringContaining('waits for the next nightly run, in ')])
    const [name = ''] = readdirSync(test.incoming)
    expect(name).toMatch(new RegExp(`^retaken-000002-0001-${sha256(second).slice(0, 6)}`))
    expect(readdirSync(join(test.incoming, name)).sort()).toEqual(['court_sentences_x.csv', 'manifest.json'])
    expect((await nights.run('check', '--waiting')).code).toBe(0)
    const night = await nights.night()
    expect(night).toMatchObject({ decision: 'published', refusals: [], leftOut: [] })
    expect(night.deliveries).toMatchObject([{ sentAt: '2024-05-01T00:00:00Z', account: { accepted: 2 } }])
    expect(nights.current()?.contentHash).toBe(contentHash)
    expect(readdirSync(test.incoming)).toEqual([])
    expect(JSON.parse((await nights.run('rebuild', '--dry-run', '--json')).out)).toMatchObject({ isEqual: true })
  })

  it('twice waits once, and what is in the facts is left alone', async () => {
    await nights.rolledBack()
    await nights.run('deliveries', 'retake', sha256(second))
    const again = await nights.run('deliveries', 'retake', sha256(second), sha256(first), sha256(second))
    expect(again.code).toBe(0)
    expect(again.out).toMatch(/waits already.*\n.*is in the facts already/)
    expect(readdirSync(test.incoming)).toHaveLength(1)
  })

  it('that was sent before newer ones changes nothing of them', async () => {
    const row = (days: string) => sentencesCsv([{ CASE_ID: 'X1', DAYS: days }])
    sentences(first)
    await nights.night()
    const { id = '' } = nights.current() ?? {}
    sentences(row('100'), { sentAt: '2024-05-01T00:00:00Z' })
    await nights.night()
    await nights.rollBack(id)
    sentences(row('200'), { sentAt: '2024-06-01T00:00:00Z' })
    await nights.night()
    const hash = nights.current()?.contentHash
    expect((await nights.run('deliveries', 'retake', sha256(row('100')))).code).toBe(0)
    expect((await nights.night()).deliveries[0]?.account).toMatchObject({ accepted: 0, superseded: 1 })
    expect(nights.current()?.contentHash).toBe(hash)
    expect(await nights.states()).toEqual(['current', 'current', 'superseded'])
  })

  it('is corrected by what was sent after it and waits in quarantine', async () => {
    const headers = [...sentencesCsv([]).trim().split(';'), 'RECORD']
    sentences(first)
    await nights.night()
    const { id } = nights.current() ?? {}
    const old = sentencesCsv([{ CASE_ID: 'X1' }, { CASE_ID: 'X2' }])
    sentences(old, { sentAt: '2024-05-01T00:00:00Z' })
    await nights.night()
    await nights.rollBack(id)
    const withdrawal = sentencesCsv([{ CASE_ID: 'X1', RECORD: 'D' }, { CASE_ID: 'X3' }], headers)
    sentences(withdrawal, { sentAt: '2024-06-01T00:00:00Z' })
    const later = await nights.night({ accept: ['TOO_MANY_QUARANTINED', 'VOLUME_DRIFT'] })
    expect(later.deliveries[0]?.reasons).toEqual({ WITHDRAWS_NOTHING: 1 })
    await nights.run('deliveries', 'retake', sha256(old))
    await nights.night()
    expect(await nights.states()).toEqual(['current', 'current', 'partly_superseded', 'current'])
    expect(nights.current()?.registers['sentences']?.rows).toBe(7)
  })

  it('is refused where a night would count it as newer than newer ones', async () => {
    await nights.rolledBack()
    sentences(sentencesCsv([{ CASE_ID: 'C1', DAYS: '900' }]))
    await nights.night()
    const { code, err } = await nights.run('deliveries', 'retake', sha256(second))
    expect([code, err]).toEqual([1, expect.stringMatching(/\(2\).*rebuild --with-rolled-back.*LATER_DELIVERIES/)])
    expect(readdirSync(test.incoming)).toEqual([])
  })

  it('that was dismissed no longer is where a night would count it wrongly, so that the rebuild takes it in', async () => {
    await nights.rolledBack()
    await nights.run('deliveries', 'dismiss', sha256(second))
    sentences(sentencesCsv([{ CASE_ID: 'C1', DAYS: '900' }]))
    await nights.night()
    const { err } = await nights.run('deliveries', 'retake', sha256(first), sha256(second))
    expect(err).toMatch(new RegExp(`${sha256(second).slice(0, 12)}.*no longer dismissed.*LATER_DELIVERIES`))
    const { rolledBack } = JSON.parse((await nights.run('rebuild', '--with-rolled-back', '--json')).out)
    expect(rolledBack).toHaveLength(1)
    for (const state of await nights.states()) expect(state).toMatch(/^(current|partly_superseded)$/)
  })

  it('after others keeps the order of arrival', async () => {
    const row = (days: string) => registerCsv('training', [{ TRAINING_ID: `TR-${days}` }])
    const period = ['2024-01-01', '2024-03-31'] as const
    deliver(test, 'training', row('1'), { period })
    await nights.night()
    const { id } = nights.current() ?? {}
    for (const days of ['2', '3']) {
      deliver(test, 'training', row(days), { period })
      await nights.night()
    }
    await nights.rollBack(id)
    await nights.run('deliveries', 'retake', sha256(row('3')), sha256(row('2')))
    const names = readdirSync(test.incoming)
    expect(names).toEqual([expect.stringMatching(/^retaken-000002/), expect.stringMatching(/^retaken-000003/)])
  })

  it('is read before new files that nothing says to be newer', async () => {
    sentences(first)
    await nights.night()
    const { id } = nights.current() ?? {}
    const old = sentencesCsv([{ CASE_ID: 'X1' }, { CASE_ID: 'X2' }])
    sentences(old)
    await nights.night()
    await nights.rollBack(id)
    await nights.run('deliveries', 'retake', sha256(old))
    sentences(sentencesCsv([{ CASE_ID: 'X3' }]))
    expect(readdirSync(test.incoming)[0]).toMatch(/^delivery-/)
    const { deliveries } = await nights.night()
    expect(deliveries.map(({ sha256: hash }) => hash === sha256(old))).toEqual([true, false])
  })

  it('keeps its original for the whole time of the archive', async () => {
    await nights.rolledBack()
    const folder = join(test.home, 'archive', sha256(second).slice(0, 2), sha256(second))
    utimesSync(folder, new Date('2020-01-01'), new Date('2020-01-01'))
    await nights.run('deliveries', 'retake', sha256(second))
    await nights.night({ archiveDays: 30 })
    expect(existsSync(folder)).toBe(true)
  })
})

describe('retaken deliveries that contradict', () => {
  const training = (days: string, sentAt?: string) => {
    const text = registerCsv('training', [{ TRAINING_ID: `TR-${days}` }])
    deliver(test, 'training', text, { period: ['2024-01-01', '2024-03-31'], ...(sentAt && { sentAt }) })
    return sha256(text)
  }
  const days = (count: string, sentAt?: string) => {
    const text = sentencesCsv([{ CASE_ID: 'X1', DAYS: count }])
    sentences(text, sentAt === undefined ? {} : { sentAt })
    return sha256(text)
  }
  const cases: readonly (readonly [string, readonly (() => string)[]])[] = [
    ['that replace a period', [() => training('2'), () => training('3'), () => training('4')]],
    ['of which one says when it was sent', [() => days('100', '2024-05-01T00:00:00Z'), () => days('200')]],
  ]

  it.each(cases)('%s come to the same figures by the advice of the refusal', async (_, later) => {
    sentences(first)
    training('1')
    await nights.night()
    const { id } = nights.current() ?? {}
    const hashes: string[] = []
    for (const delivery of later) {
      hashes.push(delivery())
      await nights.night()
    }
    const [{ contentHash }, states] = [nights.current() ?? { contentHash: '' }, await nights.states()]
    await nights.rollBack(id)
    await nights.run('deliveries', 'retake', ...hashes)
    const { refusals, leftOut } = await nights.night()
    expect(leftOut.map(({ waits }) => waits)).toEqual(later.map(() => true))
    const { out } = await nights.run('runs', 'show')
    expect([out.includes('and waits for a nightly run'), out.includes('take them in again')]).toEqual([true, false])
    const advised = [...(refusals[0]?.message ?? '').matchAll(/"taraza (deliveries [^"]+)"/g)]
    const [dismiss = [], ...retakes] = advised.map(([, words = '']) => words.split(' '))
    expect([dismiss.slice(0, 2), retakes.length]).toEqual([['deliveries', 'dismiss'], later.length - 1])
    for (const words of [dismiss, ...retakes]) {
      expect((await nights.run(...words)).code).toBe(0)
      expect(await nights.night()).toMatchObject({ decision: 'published', refusals: [] })
    }
    expect([nights.current()?.contentHash, await nights.states()]).toEqual([contentHash, states])
  })
})

describe('a retaken delivery that is dismissed', () => {
  const hash = sha256(second)
  const incoming = () => join(test.incoming, readdirSync(test.incoming)[0] ?? '')
  const changes: readonly (readonly [string, () => void])[] = [
    ['other bytes', () => writeFileSync(join(incoming(), 'court_sentences_x.csv'), first)],
    ['another manifest', () => writeFileSync(join(incoming(), 'manifest.json'), '{}')],
    ['a further file', () => writeFileSync(join(incoming(), 'court_sentences_y.csv'), first)],
    [
      'a link',
      () => {
        renameSync(join(incoming(), 'court_sentences_x.csv'), join(test.home, '..', 'moved.csv'))
        symlinkSync(join(test.home, '..', 'moved.csv'), join(incoming(), 'court_sentences_x.csv'))
      },
    ],
  ]

  beforeEach(async () => {
    await nights.rolledBack({ sentAt: '2024-05-01T00:00:00Z' })
    await nights.run('deliveries', 'retake', hash)
  })

  it('does not wait for a night', async () => {
    sentences(sentencesCsv([{ CASE_ID: 'N2' }]))
    expect((await nights.run('deliveries', 'dismiss', hash)).code).toBe(0)
    expect(readdirSync(test.incoming)).toEqual([expect.stringMatching(/^delivery-/)])
    expect((await nights.night()).deliveries).toHaveLength(1)
    expect(await nights.states()).toEqual(['current', 'left_out', 'current'])
  })

  it.each(changes)('is refused where its copy has become %s', async (_, change) => {
    change()
    const { code, err } = await nights.run('deliveries', 'dismiss', hash)
    expect([code, err]).toEqual([1, expect.stringMatching(/Remove it yourself.*RETAKEN_CHANGED/)])
    expect(readdirSync(test.incoming)).toHaveLength(1)
    expect(existsSync(join(test.home, 'dismissed.json'))).toBe(false)
  })

  it('is not dismissed once it is retaken again, also where it waits', async () => {
    const dismissed = () => nights.json('deliveries', 'list').then(({ deliveries }) => deliveries[1].decision)
    await nights.run('deliveries', 'dismiss', hash)
    expect(await dismissed()).toBe('dismissed')
    const text = readFileSync(join(test.home, 'dismissed.json'), 'utf8')
    const again = await nights.run('deliveries', 'retake', hash)
    expect(again.out).toContain('waits for the next nightly run, is no longer dismissed, in ')
    expect(await dismissed()).toBeNull()
    writeFileSync(join(test.home, 'dismissed.json'), text)
    expect((await nights.run('deliveries', 'retake', hash)).out).toContain('waits already, is no longer dismissed')
    expect(await dismissed()).toBeNull()
    expect((await nights.run('deliveries', 'retake', hash)).out).toContain('waits already, nothing was done')
  })
})

describe('an original that cannot be taken in again', () => {
  let original = ''
  beforeEach(async () => {
    await nights.rolledBack()
    const folder = join(test.home, 'archive', sha256(second).slice(0, 2), sha256(second))
    original = join(folder, readdirSync(folder)[0] ?? '')
  })

  const outside = () => join(test.home, '..', 'outside.csv')
  const faults: readonly (readonly [string, string, () => void])[] = [
    ['is gone', 'ORIGINAL_GONE', () => rmSync(original)],
    ['is gone with its folder', 'ORIGINAL_GONE', () => rmSync(join(original, '..'), { recursive: true })],
    ['was altered', 'ORIGINAL_ALTERED', () => writeFileSync(original, `${second}\n`)],
    ['was emptied', 'ORIGINAL_ALTERED', () => writeFileSync(original, '')],
    [
      'is a link',
      'NOT_A_PLAIN_FILE',
      () => {
        renameSync(original, outside())
        symlinkSync(outside(), original)
      },
    ],
    [
      'lies in a folder that is a link',
      'NOT_A_PLAIN_FILE',
      () => {
        renameSync(join(original, '..'), outside())
        symlinkSync(outside(), join(original, '..'))
      },
    ],
    [
      'is a folder',
      'NOT_A_PLAIN_FILE',
      () => {
        rmSync(original)
        mkdirSync(original)
      },
    ],
  ]
  it.each(faults)('%s', async (_, code, spoil) => {
    spoil()
    expect((await nights.run('deliveries', 'retake', sha256(second))).err).toContain(`[${code}]`)
    expect(readdirSync(test.incoming)).toEqual([])
  })

  it('has a name that leads out of its folder', async () => {
    const path = join(test.home, 'archive', 'arrivals', '000002.json')
    for (const name of ['../../evil.csv', '..', 'manifest.json']) {
      const text = readFileSync(path, 'utf8').replace(/"file":"[^"]+"/, `"file":"${name}"`)
      writeFileSync(path, text)
      expect((await nights.run('deliveries', 'retake', sha256(second))).err).toContain('[STATE_BROKEN]')
    }
    expect(filesIn(join(test.home, '..')).filter((name) => name.endsWith('evil.csv'))).toEqual([])
  })

  it('waits for a run that is at work', async () => {
    const giveBack = await takeWriterLock(test.home)
    try {
      for (const verb of ['retake', 'dismiss'])
        expect(await nights.run('deliveries', verb, sha256(second))).toMatchObject({ code: 75, out: '' })
    } finally {
      giveBack()
    }
    expect(readdirSync(test.incoming)).toEqual([])
  })

  it('has nowhere to wait', async () => {
    rmSync(test.incoming, { recursive: true })
    expect((await nights.run('deliveries', 'retake', sha256(second))).err).toContain('[UNREADABLE_FOLDER]')
    mkdirSync(test.incoming)
  })

  it('was left half done by a command that was killed', async () => {
    mkdirSync(join(test.incoming, '.retaken-000002-0001-x'))
    writeFileSync(join(test.incoming, '.retaken-000002-0001-x', 'court_sentences_x.csv'), 'CASE')
    expect((await nights.night()).decision).toBe('nothing_new')
    expect((await nights.run('deliveries', 'retake', sha256(second))).code).toBe(0)
    expect(readdirSync(test.incoming)).toHaveLength(1)
  })
})
