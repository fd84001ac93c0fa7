import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { runOn, type TestHome, testHome } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

const run = (settings: Record<string, string>, ...words: string[]) => runOn(test.home, words, settings)
const named = () => ({ TARAZA_INCOMING: test.incoming })
const deliver = () => test.deliver('court_sentences_x.csv', sentencesCsv(soundRows(5)))

describe('the incoming folder of the settings', () => {
  it('is that of the nightly run, of a trial and of the doctor', async () => {
    deliver()
    const trial = await run(named(), 'check', '--waiting', '--jurisdiction', 'kg')
    expect(trial.out).toContain('court_sentences_x.csv')
    expect((await run(named(), 'nightly', '--jurisdiction', 'kg')).out).toContain('Published a new generation')
    expect(readdirSync(test.incoming)).toEqual([])
    expect((await run(named(), 'doctor')).out).toContain(`ok    incoming: ${test.incoming}, empty`)
  })

  it('gives way to the one that the command line names', async () => {
    deliver()
    const settings = { TARAZA_INCOMING: join(test.incoming, 'no-such-folder') }
    const { code } = await run(settings, 'nightly', '--jurisdiction', 'kg', '--incoming', test.incoming)
    expect(code).toBe(0)
  })

  it('that does not exist is refused, and no data directory is made of a mistyped one', async () => {
    const settings = { TARAZA_INCOMING: join(test.incoming, 'no-such-folder') }
    const first = await run(settings, 'nightly', '--jurisdiction', 'kg')
    expect([first.code, first.err]).toEqual([1, expect.stringContaining('UNREADABLE_FOLDER')])
    expect(existsSync(test.home)).toBe(false)
    await run(named(), 'nightly', '--jurisdiction', 'kg')
    const later = await run(settings, 'nightly')
    expect([later.code, later.out + later.err]).toEqual([1, expect.stringContaining('UNREADABLE_FOLDER')])
    expect((await run(settings, 'doctor')).out).toMatch(/error incoming: \S+no-such-folder does not exist/)
  })
})

describe('a night that makes a new data directory', () => {
  it('says that it is new and where it is, once', async () => {
    const first = await run({}, 'nightly', '--jurisdiction', 'kg')
    expect([first.code, first.err]).toEqual([0, expect.stringMatching(/new: \S+home\..*TARAZA_HOME/)])
    expect(first.err).toContain(test.home)
    expect((await run({}, 'nightly')).err).toBe('')
  })
})

describe('the folder of country files of the settings', () => {
  it('holds what a home of that code is of, for every command and in threads too', async () => {
    const own = join(test.home, '..', 'countries')
    mkdirSync(join(own, 'zz'), { recursive: true })
    cpSync(packagePath('jurisdictions', 'kg'), join(own, 'zz'), { recursive: true })
    const profile = join(own, 'zz', 'jurisdiction.yaml')
    writeFileSync(profile, readFileSync(profile, 'utf8').replace(/^code: kg$/m, 'code: zz'))
    const settings = { TARAZA_JURISDICTIONS: own, ...named() }
    deliver()
    expect((await run(settings, 'nightly', '--jurisdiction', 'zz')).code).toBe(0)
    expect(JSON.parse(readFileSync(join(test.home, 'home.json'), 'utf8')).jurisdiction).toBe('zz')
    const words = ['--measure', 'persons', '--level', 'officer', '--purpose', 'to test it', '--format']
    for (const format of ['csv', 'parquet', 'xlsx'])
      expect((await run(settings, 'query', 'sentences', ...words, format)).code).toBe(0)
    const without = await run(named(), 'doctor')
    expect([without.code, without.out]).toEqual([1, expect.stringContaining('UNKNOWN_JURISDICTION')])
  })
})
