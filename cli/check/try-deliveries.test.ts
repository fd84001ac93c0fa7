import { readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareHome } from '#warehouse'
import { runNightly } from '../nightly/run-nightly.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { type TestHome, testHome } from '../testing/homes.ts'
import { deliver, registerCsv } from '../testing/registers.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { comparablePart, nightAsTried, nightsAsTried } from '../testing/trials.ts'
import { tryDeliveries } from './try-deliveries.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const [now, later] = [new Date('2026-11-24T02:00:00Z'), new Date('2026-11-24T02:30:00Z')]
const nightly = () => runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now })
const trial = (...paths: string[]) =>
  tryDeliveries({ paths: paths.length > 0 ? paths : [test.incoming], home: test.home, jurisdiction: 'kg', now })

describe('a trial says what the night will say, and leaves the home as it was', () => {
  // One of each decision; all the others are tried by try-deliveries.long.ts.
  it.each([
    'nothing at all',
    'the same file again',
    'corrections of rows that are held',
    'refused files, and registers that wait for them',
    'nothing but refused files',
    'a key that means two things',
  ])('%s', async (name) => {
    await nightsAsTried(test, name)
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
    expect((await nightAsTried(test, later)).deliveries[0]?.account).toMatchObject({ accepted: 1, duplicate: 3 })
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
    expect(comparablePart(await trial(test.incoming, file))).toEqual(
      comparablePart(await trial(file, join(test.incoming, folder))),
    )
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
