import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeSamples } from '#data-samples'
import { packagePath } from '#foundation'
import { commonRegisters } from '#jurisdictions'
import { generationStore, listRuns, readRunReport } from '#warehouse'
import { asNobody, canBeNobody, mountDisk, unmountDisk } from '../testing/backups.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { inProcess } from '../testing/processes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { runNightly } from './run-nightly.ts'

const program = packagePath('dist', 'cli', 'main.js')
const isLong = process.env['TARAZA_TEST'] === 'long'
const kills = isLong ? 60 : 2
/** Registers that are counted together, and none with a stock of persons that makes every night long. */
const registers = isLong
  ? [...commonRegisters().keys()]
  : (['sentences', 'supervision', 'assessments', 'training'] as const)

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

/** Moves deliveries to an incoming folder. */
function sendOn(from: string, to: string, wanted: (name: string) => boolean): void {
  mkdirSync(to)
  for (const name of readdirSync(from).filter(wanted)) renameSync(join(from, name), join(to, name))
}

describe('a nightly run that is killed', () => {
  it(`leaves the last generation served, and the next run ends as an undisturbed one (${kills} kills)`, async () => {
    const all = join(test.incoming, '..', 'all')
    await writeSamples({ jurisdiction: 'kg', out: all, from: '2023-01', to: '2023-06', registers })
    const isLater = (name: string) => name.endsWith('Q2')
    sendOn(all, join(test.incoming, 'old'), (name) => !isLater(name))
    expect(await inProcess(test.home, ['nightly', '--jurisdiction', 'kg', '--incoming', test.incoming])).toMatchObject({
      end: 0,
    })
    const [first] = generationStore.list(test.home)
    sendOn(all, join(test.incoming, 'new'), isLater)
    const undisturbed = join(test.home, '..', 'undisturbed')
    cpSync(test.home, undisturbed, { recursive: true })
    cpSync(test.incoming, `${undisturbed}-incoming`, { recursive: true })
    const startedAt = performance.now()
    expect(await inProcess(undisturbed, ['nightly', '--incoming', `${undisturbed}-incoming`])).toMatchObject({ end: 0 })
    const duration = performance.now() - startedAt
    const expected = generationStore.list(undisturbed).at(-1)?.contentHash
    for (let kill = 0; kill < kills; kill++) {
      const child = spawn(process.execPath, [program, 'nightly', '--incoming', test.incoming], {
        env: { ...process.env, TARAZA_HOME: test.home },
        stdio: 'ignore',
      })
      const end = once(child, 'close')
      await new Promise((resolve) => setTimeout(resolve, (duration * (kill + Math.random())) / kills))
      child.kill('SIGKILL')
      await end
      const served = await inProcess(test.home, [
        'query',
        'sentences',
        '--measure',
        'persons',
        '--level',
        'officer',
        '--purpose',
        'to test it',
      ])
      expect(served.end).toBe(0)
      expect([first?.contentHash, expected]).toContain(generationStore.list(test.home).at(-1)?.contentHash)
    }
    expect(await inProcess(test.home, ['nightly', '--incoming', test.incoming])).toMatchObject({ end: 0 })
    expect(generationStore.list(test.home).at(-1)?.contentHash).toBe(expected)
    expect(readdirSync(test.incoming).filter((name) => name !== 'old')).toEqual(
      existsSync(join(test.incoming, 'new')) ? ['new'] : [],
    )
    rmSync(undisturbed, { recursive: true })
  }, 900_000)
})

describe('two nightly runs at a time', () => {
  it('are one run and one refusal, also in two processes', async () => {
    await writeSamples({
      jurisdiction: 'kg',
      out: test.incoming,
      from: '2023-01',
      to: isLong ? '2023-12' : '2023-06',
      registers,
    })
    const runs = [1, 2].map(() =>
      inProcess(test.home, ['nightly', '--jurisdiction', 'kg', '--incoming', test.incoming]),
    )
    const results = await Promise.all(runs)
    expect(results.map(({ end }) => end).sort()).toEqual([0, 75])
    expect(results.find(({ end }) => end === 75)?.text).toContain('[ANOTHER_RUN]')
  })
})

describe('a full disk', () => {
  it('is told, and nothing is published', async (context) => {
    const home = join(test.home, '..', 'small')
    mkdirSync(home)
    if (!mountDisk(home, '1500k')) return context.skip('a size-limited file system cannot be mounted here: not run')
    try {
      test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(20_000)))
      const { end, text } = await inProcess(home, ['nightly', '--jurisdiction', 'kg', '--incoming', test.incoming])
      expect([end, text]).toEqual([75, expect.stringContaining('[DISK_FULL]')])
      const [run = ''] = listRuns(home)
      expect(readRunReport(home, run)).toMatchObject({ sequence: 1, refusals: [{ code: 'DISK_FULL' }] })
      expect(existsSync(join(home, 'CURRENT.json'))).toBe(false)
      expect(readdirSync(test.incoming)).toHaveLength(1)
    } finally {
      unmountDisk(home)
    }
  })
})

describe('an unprivileged user', () => {
  const canDrop = canBeNobody()

  it.skipIf(!canDrop)('is told which folder cannot be read or written, and nothing changes', () => {
    chmodSync(join(test.home, '..'), 0o755)
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    const unwritable = asNobody(test.home, 'nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)
    expect([unwritable.status, unwritable.stderr]).toEqual([1, expect.stringContaining('[HOME_NOT_WRITABLE]')])
    expect(existsSync(test.home)).toBe(false)
    const home = join(test.home, '..', 'theirs')
    mkdirSync(home)
    chmodSync(home, 0o777)
    chmodSync(test.incoming, 0o700)
    const unreadable = asNobody(home, 'nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)
    expect([unreadable.status, unreadable.stderr]).toEqual([1, expect.stringContaining('[UNREADABLE_FOLDER]')])
  })

  it.skipIf(!canDrop)('publishes from an incoming folder that cannot be emptied, and does it once', () => {
    chmodSync(join(test.home, '..'), 0o755)
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    chmodSync(test.incoming, 0o555)
    const home = join(test.home, '..', 'theirs')
    mkdirSync(home)
    chmodSync(home, 0o777)
    const run = () => asNobody(home, 'nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)
    const [first, second] = [run(), run()]
    expect([first.status, second.status]).toEqual([0, 0])
    expect(second.stdout).toContain('Nothing new')
    for (const { stdout } of [first, second]) expect(stdout).toContain('still lie in the incoming folder')
    expect(generationStore.list(home)).toHaveLength(1)
    expect(readdirSync(test.incoming)).toHaveLength(1)
  })

  it.skipIf(!canDrop)('is told by the doctor of deliveries that cannot be read, without their names', () => {
    chmodSync(join(test.home, '..'), 0o755)
    const incoming = join(test.home, 'incoming')
    mkdirSync(join(incoming, 'A. Person'), { recursive: true, mode: 0o700 })
    for (const path of [test.home, incoming]) chownSync(path, 65534, 65534)
    writeFileSync(join(test.home, 'home.json'), '{"jurisdiction":"kg"}')
    chownSync(join(test.home, 'home.json'), 65534, 65534)
    const { stdout } = asNobody(test.home, 'doctor')
    expect(stdout).toMatch(/^error incoming: .*chown -R nobody/m)
    expect(stdout).not.toContain('Person')
  })

  it.skipIf(!canDrop)('is told of a home that another user made: it is not taken for a new one', () => {
    chmodSync(join(test.home, '..'), 0o755)
    mkdirSync(test.home, { mode: 0o700 })
    writeFileSync(join(test.home, 'home.json'), '{"jurisdiction":"kg"}')
    const doctor = asNobody(test.home, 'doctor')
    expect([doctor.status, doctor.stdout]).toEqual([1, expect.stringMatching(/^error home: .*\[NOT_PERMITTED\]$/m)])
    for (const words of [
      ['nightly', '--jurisdiction', 'kg'],
      ['backup', '/nowhere'],
      ['query', 'sentences', '--measure', 'persons'],
    ])
      expect(asNobody(test.home, ...words)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('[NOT_PERMITTED]'),
      })
  })

  it.skipIf(!canDrop)('keeps the last generation when a folder of the home became read-only', () => {
    chmodSync(join(test.home, '..'), 0o755)
    const home = join(test.home, '..', 'theirs')
    mkdirSync(home)
    chmodSync(home, 0o777)
    const run = () => asNobody(home, 'nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    expect(run().status).toBe(0)
    const before = generationStore.list(home)
    chownSync(join(home, 'generations'), 0, 0)
    test.deliver('court_sentences_b.csv', sentencesCsv(soundRows(9)))
    const refused = run()
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('[HOME_NOT_WRITABLE]')])
    expect(generationStore.list(home)).toEqual(before)
    chownSync(join(home, 'generations'), 65534, 65534)
    expect(run().status).toBe(0)
    expect(generationStore.list(home)).toHaveLength(2)
  })
})

describe('a file that vanishes', () => {
  it('between being found and being read is told, and the next run goes on without it', async () => {
    const path = test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    test.deliver('court_sentences_b.csv', sentencesCsv(soundRows(9)))
    const nightly = (progress: () => void) =>
      runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date(), progress })
    const refused = await nightly(() => rmSync(path, { force: true }))
    expect(refused.refusals).toMatchObject([{ code: 'UNREADABLE_FILE', file: path }])
    expect((await nightly(() => {})).decision).toBe('published')
  })
})

describe('the archive', () => {
  it('lets go of an original when its time is over', async () => {
    const [now, year] = [new Date(), 365 * 86_400_000]
    const nightly = (time: number) =>
      runNightly({
        home: test.home,
        jurisdiction: 'kg',
        incoming: test.incoming,
        now: new Date(time),
        archiveDays: 365,
      })
    test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
    await nightly(now.getTime())
    expect(await nightly(now.getTime() + 0.9 * year)).toMatchObject({ originalsRemoved: 0 })
    expect(await nightly(now.getTime() + 1.1 * year)).toMatchObject({ originalsRemoved: 1, decision: 'nothing_new' })
    const left = readdirSync(join(test.home, 'archive'), { recursive: true, encoding: 'utf8' })
    expect(left.filter((name) => name.endsWith('.csv'))).toEqual([])
  })
})
