import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openToOthers } from '#foundation'
import { runNightly } from './nightly/run-nightly.ts'
import { runRelease } from './releases/run-release.ts'
import { frozenPath, thawFiles } from './testing/frozen-files.ts'
import { type TestHome, testHome } from './testing/homes.ts'
import { ownJurisdiction, publishOnly, quarterlySentences } from './testing/own-jurisdiction.ts'
import { sentencesCsv, soundRows } from './testing/sentences.ts'
import { runUpgrade } from './upgrade/run-upgrade.ts'

let test: TestHome
let umask: number
beforeEach(() => {
  test = testHome()
  umask = process.umask(0o022)
})
afterEach(() => {
  process.umask(umask)
  test.remove()
})

/** A pack of what a release says of itself: it is short of cubes. */
function writeOwnPack(): void {
  const title = '{ ky: a, ru: a, en: a }'
  const sections = `[{ name: methods, title: ${title}, part: methods }]`
  mkdirSync(join(test.home, 'pack'), { mode: 0o700 })
  const text = `title: ${title}\nquarters: 5\nkey_figures: []\nsections: ${sections}\n`
  writeFileSync(join(test.home, 'pack', 'pack.yaml'), text, { mode: 0o600 })
}

const promises = { attempts: 12, greatest: 100, mean: 100 }
const open = () => openToOthers(test.home).map((path) => relative(test.home, path))

describe('the files of a home', () => {
  it('are for its owner alone, whichever command makes them', async () => {
    const jurisdiction = ownJurisdiction(test)
    publishOnly(jurisdiction, { cubes: quarterlySentences, sweeps: { soft: 15, hard: 4 }, ...promises })
    const out = join(test.home, 'incoming')
    await test.run('samples', '--jurisdiction', 'kg', '--out', out, '--from', '2026-01', '--to', '2026-03')
    await runNightly({ home: test.home, jurisdiction, now: new Date('2026-04-20T02:30:00Z') })
    await runRelease({ home: test.home, now: new Date('2026-05-15T06:00:00Z') })
    await test.run('token', 'create', '--name', 'x', '--role', 'analyst', '--days', '9')
    await test.run('query', 'sentences', '--measure', 'persons', '--level', 'officer', '--purpose', 'to test it')
    await test.run('query', 'sentences', '--measure', 'persons', '--level', 'analyst')
    writeOwnPack()
    const pack = await test.run(
      'pack',
      '2026-Q1',
      '--lang',
      'en',
      '--format',
      'xlsx',
      '--out',
      join(test.home, '..', 'pack'),
    )
    expect([pack.code, pack.err]).toEqual([0, ''])
    expect(readdirSync(test.home)).toEqual(
      expect.arrayContaining(['access', 'audit', 'signing', 'snapshots', 'releases']),
    )
    expect(open()).toEqual([])
    expect(process.umask()).toBe(0o022)
    const backup = join(test.home, '..', 'backup')
    await test.run('backup', backup)
    expect(openToOthers(backup)).toEqual([])
  })

  it('are shut by the next night, which says so, and told by the doctor until then', async () => {
    thawFiles(frozenPath('622cec7', 'mn.home'), test.home)
    await runUpgrade({ home: test.home, hasBackup: true, now: new Date() })
    for (const path of ['secrets/pseudonyms.key', 'CURRENT.json']) chmodSync(join(test.home, path), 0o664)
    chmodSync(join(test.home, 'generations'), 0o755)
    expect((await test.run('doctor')).out).toMatch(/error files: open to other users: 3,/)
    const report = await runNightly({ home: test.home, now: new Date() })
    expect(report.notes).toContain('FILES_MADE_PRIVATE')
    expect(open()).toEqual([])
    expect((await test.run('doctor')).out).toMatch(/ok {4}files/)
  })

  it('are shut before anything else is written to them', async () => {
    mkdirSync(test.home)
    chmodSync(test.home, 0o755)
    test.deliver('court_sentences_x.csv', sentencesCsv(soundRows(5)))
    const seen: number[] = []
    const progress = () => void seen.push(statSync(test.home).mode & 0o777)
    await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date(), progress })
    expect(new Set(seen)).toEqual(new Set([0o700]))
  })

  it('do not include what a link in it points to', async () => {
    const outside = join(test.home, '..', 'outside')
    mkdirSync(test.home)
    writeFileSync(outside, '')
    symlinkSync(outside, join(test.home, '.link'))
    test.deliver('court_sentences_x.csv', sentencesCsv(soundRows(5)))
    await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
    expect(statSync(outside).mode & 0o777).toBe(0o644)
  })

  it('stay with the owner when the home is a link', async () => {
    const real = join(test.home, '..', 'real')
    mkdirSync(real, { mode: 0o755 })
    symlinkSync(real, test.home)
    test.deliver('court_sentences_x.csv', sentencesCsv(soundRows(5)))
    await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
    expect(statSync(real).mode & 0o777).toBe(0o700)
    expect(open()).toEqual([])
  })

  it('may have names that are no text, and lie too deep to be named', async () => {
    test.deliver('court_sentences_x.csv', sentencesCsv(soundRows(5)))
    mkdirSync(join(test.home, 'incoming'), { recursive: true })
    mkdirSync(Buffer.concat([Buffer.from(join(test.home, 'incoming', 'x')), Buffer.from([0xff, 0xfe])]), {
      mode: 0o755,
    })
    const dig = `for (let depth = 0; depth < 30; depth++) {
      require('fs').mkdirSync('d'.repeat(200)); process.chdir('d'.repeat(200)) }`
    execFileSync(process.execPath, ['-e', dig], { cwd: join(test.home, 'incoming') })
    await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
    expect((await test.run('doctor')).code).toBeLessThan(2)
    execFileSync('rm', ['-rf', test.home])
  })

  it('are shut in a copy too, whatever was copied, and a copy never lies inside what it copies', async () => {
    test.deliver('court_sentences_x.csv', sentencesCsv(soundRows(5)))
    await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
    const [backup, restored] = [join(test.home, '..', 'backup'), testHome()]
    expect(await test.run('backup', `${backup}/`)).toMatchObject({ code: 0 })
    execFileSync('chmod', ['-R', 'a+rwX', backup])
    expect(await restored.run('restore', backup)).toMatchObject({ code: 0 })
    expect(openToOthers(restored.home)).toEqual([])
    restored.remove()
    for (const folder of [join(test.home, 'inside'), join(test.home, '..')])
      expect(await test.run('backup', folder)).toMatchObject({ code: 1, err: expect.stringContaining('NOT_APART') })
    expect(await test.run('backup', join(test.incoming, '..', 'court.csv', 'x'))).toMatchObject({ code: 0 })
    expect(readdirSync(join(test.home, '..')).filter((name) => name.endsWith('.new'))).toEqual([])
  })
})
