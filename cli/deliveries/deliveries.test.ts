import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '#foundation'
import { generationStore } from '#warehouse'
import { contentOfHome } from '../backup/home-files.ts'
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

describe('the list of deliveries', () => {
  it('is empty before the first night, and makes no data directory', async () => {
    expect(await nights.run('deliveries', 'list')).toEqual({ code: 0, out: 'No delivery was taken in.\n', err: '' })
    expect((await nights.run('deliveries', 'show', '1')).err).toContain('NO_SUCH_DELIVERY')
    expect((await nights.run('deliveries', 'retake', 'abcdef')).err).toContain('NO_DATA')
    expect((await nights.run('deliveries', 'dismiss', 'abcdef')).err).toContain('NO_DATA')
    expect(readdirSync(test.home)).toEqual(['secrets'])
  })

  it('says of each, in the order of arrival, what became of it', async () => {
    const headers = [...sentencesCsv([]).trim().split(';'), 'RECORD']
    sentences(sentencesCsv([{ CASE_ID: 'W1' }]), { sentAt: '2024-04-02T00:00:00Z' })
    sentences(sentencesCsv([{ CASE_ID: 'C1' }, { CASE_ID: 'C2' }]), { sentAt: '2024-04-03T00:00:00Z' })
    deliver(test, 'training', registerCsv('training', [{}]), { period: ['2024-01-01', '2024-03-31'] })
    await nights.night()
    sentences(
      sentencesCsv(
        [
          { CASE_ID: 'W1', RECORD: 'D' },
          { CASE_ID: 'C1', DAYS: '730' },
        ],
        headers,
      ),
    )
    deliver(test, 'training', registerCsv('training', [{ SEX: 'М' }]), { period: ['2024-01-01', '2024-03-31'] })
    await nights.night()
    const { generation, deliveries } = await nights.json('deliveries', 'list')
    expect(generation).toBe(nights.current()?.id)
    const of = ({ number, register, state, run: night, accepted, quarantined }: Record<string, unknown>) =>
      [number, register, state, (night as { sequence: number }).sequence, accepted, quarantined] as const
    expect(deliveries.map(of)).toEqual([
      [1, 'sentences', 'withdrawn', 1, 1, 0],
      [2, 'sentences', 'partly_superseded', 1, 2, 0],
      [3, 'training', 'superseded', 1, 1, 0],
      [4, 'sentences', 'current', 2, 1, 0],
      [5, 'training', 'current', 2, 1, 0],
    ])
    expect(deliveries[1]).toMatchObject({ sentAt: '2024-04-03T00:00:00Z', period: { from: '2024-01-01' } })
    const { out } = await nights.run('deliveries', 'list', '--register', 'training')
    expect(out.split('\n')).toHaveLength(4)
    expect(out).toMatch(/ 3 {2}training {2}training_x\.csv {2}[0-9a-f]{12} {2}.* 1 +1 +0 {2}superseded\n/)
    expect((await nights.run('deliveries', 'list', '--register', 'trainings')).err).toContain('UNKNOWN_REGISTER')
  })
})

describe('one delivery', () => {
  beforeEach(async () => {
    sentences(first)
    await nights.night()
    sentences(second)
    await nights.night()
  })

  it('is shown by its number or its hash, with what it ended and what its night moved', async () => {
    const byNumber = await nights.json('deliveries', 'show', '2')
    expect(await nights.json('deliveries', 'show', sha256(second).slice(0, 6))).toEqual(byNumber)
    expect(byNumber).toMatchObject({
      ...{ number: 2, rows: 2, ended: [{ delivery: 1, as: 'superseded', rows: 1 }], endedBy: [] },
      account: { read: 2, accepted: 2 },
      moved: { deliveries: 1, figures: [{ year: 2024, before: 5, after: 6 }] },
    })
    expect((await nights.json('deliveries', 'show', '1')).endedBy).toEqual([{ delivery: 2, as: 'superseded', rows: 1 }])
    const { out } = await nights.run('deliveries', 'show', '2')
    expect(out).toContain('ended rows of delivery 1: 1 superseded\n  2 rows = 2 accepted\n')
    expect(out).toMatch(/it moved these figures:\n {2}2024 \S+: 5 persons before, 6 after\n/)
  })

  it('is refused where nobody is meant, or several', async () => {
    for (const wrong of ['9', '0', '-1', '../../etc', 'abcde', 'g'.repeat(12), `${sha256(first)}0`])
      expect((await nights.run('deliveries', 'show', '--', wrong)).err).toContain('[NO_SUCH_DELIVERY]')
    const path = join(test.home, 'generations', nights.current()?.id ?? '', 'manifest.json')
    const text = readFileSync(path, 'utf8').replace(sha256(second), `${sha256(first).slice(0, 8)}${'0'.repeat(56)}`)
    writeFileSync(path, text)
    const { code, err } = await nights.run('deliveries', 'show', sha256(first).slice(0, 8))
    expect([code, err]).toEqual([1, expect.stringMatching(/of 2 deliveries begin so.*AMBIGUOUS_HASH/)])
  })
})

describe('a rollback', () => {
  it('says what it left out; list, doctor and the next night remember it until it came again', async () => {
    sentences(first)
    await nights.night()
    const { id = '' } = nights.current() ?? {}
    sentences(second)
    await nights.night()
    const hash = sha256(second).slice(0, 12)
    const { out } = await nights.rollBack(id)
    expect(out).toContain(`left out by a rollback: court_sentences_x.csv (sentences, ${hash})`)
    expect(out).toContain(`taraza deliveries retake ${hash}`)
    expect(await nights.states()).toEqual(['current', 'left_out'])
    expect((await nights.run('deliveries', 'list')).out).toContain('left out by a rollback\n')
    expect((await nights.run('doctor')).out).toMatch(
      new RegExp(`error left out: court_sentences_x.csv \\(sentences, ${hash}\\)`),
    )
    const night = await nights.night()
    expect(night).toMatchObject({ decision: 'nothing_new', leftOut: [{ sha256: sha256(second), generation: 2 }] })
    expect((await nights.run('runs', 'show')).out).toContain(`left out by a rollback: court_sentences_x.csv`)
    expect((await nights.run('runs', 'show', '--format', 'html')).out).toContain('Deliveries that a rollback left out')
    sentences(second)
    expect((await nights.night()).leftOut).toEqual([])
    expect(await nights.states()).toEqual(['partly_superseded', 'current'])
    expect((await nights.run('doctor')).out).toContain('ok    left out: none')
  })

  it('forward again leaves nothing out', async () => {
    await nights.rolledBack()
    const [, later] = generationStore.list(test.home)
    const { out } = await nights.rollBack(later?.id ?? '')
    expect(out).not.toContain('left out')
    expect(await nights.states()).toEqual(['partly_superseded', 'current'])
  })

  it('twice, with a night between, names what each left out', async () => {
    await nights.rolledBack()
    const { id = '' } = nights.current() ?? {}
    sentences(sentencesCsv([{ CASE_ID: 'N2' }]))
    await nights.night()
    expect(await nights.states()).toEqual(['current', 'left_out', 'current'])
    const { out } = await nights.rollBack(id)
    expect(out.match(/left out by a rollback/g)).toHaveLength(2)
    expect(await nights.states()).toEqual(['current', 'left_out', 'left_out'])
  })

  it('is known of generations from before the archive kept the order of arrival', async () => {
    await nights.rolledBack()
    rmSync(join(test.home, 'archive', 'arrivals'), { recursive: true })
    expect(await nights.states()).toEqual(['current', 'left_out'])
    expect((await nights.run('deliveries', 'retake', sha256(second))).code).toBe(0)
    expect(await nights.night()).toMatchObject({ decision: 'published', refusals: [] })
    expect(await nights.states()).toEqual(['partly_superseded', 'current'])
  })

  it('that left out a corrected period alone is remembered too', async () => {
    const text = registerCsv('training', [{}, { SEX: 'М' }])
    deliver(test, 'training', text, { period: ['2024-01-01', '2024-03-31'], sentAt: '2024-04-01T00:00:00Z' })
    await nights.night()
    const { id = '' } = nights.current() ?? {}
    deliver(test, 'training', text, { period: ['2024-01-01', '2024-12-31'], sentAt: '2024-05-01T00:00:00Z' })
    await nights.night()
    expect(await nights.states()).toEqual(['current'])
    await nights.rollBack(id)
    expect(await nights.states()).toEqual(['current', 'correction_left_out'])
    await nights.run('deliveries', 'retake', sha256(text))
    expect((await nights.night()).deliveries[0]?.notes).toEqual(['COVERAGE_CORRECTED'])
    expect(await nights.states()).toEqual(['current'])
    expect(nights.current()?.coverages['training']?.to).toBe('2024-12-31')
  })

  it('is settled where a later delivery replaces the whole period', async () => {
    const period = ['2024-01-01', '2024-03-31'] as const
    deliver(test, 'training', registerCsv('training', [{}]), { period })
    await nights.night()
    const { id = '' } = nights.current() ?? {}
    const replaced = registerCsv('training', [{}, { SEX: 'М' }])
    deliver(test, 'training', replaced, { period })
    await nights.night()
    await nights.rollBack(id)
    deliver(test, 'training', registerCsv('training', [{ SEX: 'М' }]), { period: ['2024-01-01', '2024-06-30'] })
    expect((await nights.night()).leftOut).toEqual([])
    expect((await nights.json('deliveries', 'list')).deliveries[1]).toMatchObject({
      state: 'left_out',
      decision: 'replaced',
    })
    expect((await nights.run('doctor')).out).toContain('note  left out: 1,')
    expect((await nights.run('deliveries', 'retake', sha256(replaced))).err).toContain('LATER_DELIVERIES')
  })
})

describe('a damaged file of a home that was rolled back', () => {
  it.each(['archive/arrivals/000002.json', 'dismissed.json'])(
    '%s is named by each night, which goes on',
    async (path) => {
      await nights.rolledBack()
      await nights.run('deliveries', 'dismiss', sha256(second))
      const file = join(test.home, path)
      writeFileSync(file, '{')
      const named = `${file}: A file of the home is damaged`
      const { code, out } = await nights.run('nightly')
      expect([code, out]).toEqual([0, expect.stringMatching(/STATE_BROKEN\]\nNothing new/)])
      expect(out).toContain(named)
      expect((await nights.run('runs', 'show')).out).toContain(named)
      expect((await nights.run('runs', 'show', '--format', 'html')).out).toContain(`<code>${file}</code>`)
      sentences(sentencesCsv([{ CASE_ID: 'N2' }]))
      expect(await nights.night()).toMatchObject({ decision: 'published', brokenFile: file })
      const [{ id } = {}] = generationStore.list(test.home)
      expect(await nights.rollBack(id)).toMatchObject({ code: 0, err: expect.stringContaining(named) })
    },
  )
})

describe('a delivery that is dismissed', () => {
  it('is a note, is not taken in by a rebuild, and can be taken in again all the same', async () => {
    await nights.rolledBack()
    const dismissed = await nights.run('deliveries', 'dismiss', sha256(second).slice(0, 12))
    expect([dismissed.code, dismissed.out]).toEqual([0, expect.stringContaining('Dismissed: court_sentences_x.csv')])
    expect(await nights.run('deliveries', 'dismiss', sha256(second))).toEqual({ ...dismissed, err: '' })
    expect(JSON.parse(readFileSync(join(test.home, 'dismissed.json'), 'utf8'))).toHaveLength(1)
    expect(contentOfHome(test.home).files.map(({ path }) => path)).toContain('dismissed.json')
    expect((await nights.run('doctor')).out).toContain('note  left out: 1, dismissed')
    expect((await nights.night()).leftOut).toEqual([])
    expect((await nights.run('deliveries', 'list')).out).toContain('left out by a rollback, dismissed\n')
    await nights.run('rebuild', '--with-rolled-back')
    expect(await nights.states()).toEqual(['current', 'left_out'])
    expect((await nights.run('deliveries', 'retake', sha256(second))).code).toBe(0)
    await nights.night()
    expect(await nights.states()).toEqual(['partly_superseded', 'current'])
  })

  it('and rolled back a second time has to be decided again', async () => {
    await nights.rolledBack()
    const { id = '' } = nights.current() ?? {}
    await nights.run('deliveries', 'dismiss', sha256(second))
    await nights.run('deliveries', 'retake', sha256(second))
    await nights.night()
    await nights.rollBack(id)
    expect((await nights.night()).leftOut).toHaveLength(1)
  })

  it('has to be one that a rollback left out: what is in the facts is left alone, and what never came is refused', async () => {
    await nights.rolledBack()
    const { code, out } = await nights.run('deliveries', 'dismiss', sha256(first))
    expect([code, out]).toEqual([0, expect.stringContaining('is in the facts already, nothing was done')])
    for (const verb of ['dismiss', 'retake'])
      for (const wrong of ['f'.repeat(12), '1'])
        expect((await nights.run('deliveries', verb, wrong)).err).toMatch(/has such a hash\. .*NO_SUCH_DELIVERY/)
    expect((await nights.run('deliveries', 'show', '9')).err).toContain('such a number or hash')
    expect(existsSync(join(test.home, 'dismissed.json'))).toBe(false)
  })
})
