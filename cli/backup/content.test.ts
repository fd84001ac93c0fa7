import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runNightly } from '../nightly/run-nightly.ts'
import { takeWriterLock } from '../nightly/writer-lock.ts'
import { homeTree } from '../testing/backups.ts'
import { keepSecrets, runOn, type TestHome, testHome } from '../testing/homes.ts'
import { inProcess } from '../testing/processes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'

let test: TestHome
let folder: string
let other: string
beforeEach(async () => {
  test = testHome()
  folder = join(test.home, '..', 'backups')
  other = join(test.home, '..', 'restored')
  keepSecrets(test.home)
  test.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
  await runNightly({ home: test.home, jurisdiction: 'kg', incoming: test.incoming, now: new Date() })
})
afterEach(() => {
  vi.useRealTimers()
  test.remove()
})

/** Some time later: files are no longer young. */
function later(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
}

describe('extracts that wait', () => {
  it('are in a backup, and are taken in by the first night of the restored home', async () => {
    writeFileSync(join(test.home, 'incoming', 'court_sentences_b.csv'), sentencesCsv(soundRows(9)))
    later()
    expect((await test.run('backup', folder)).code).toBe(0)
    expect((await runOn(other, ['restore', folder])).code).toBe(0)
    const { deliveries } = await runNightly({ home: other, now: new Date() })
    expect(deliveries).toMatchObject([{ account: { read: 9 } }])
  })

  it('are left out while they arrive, and so are links: each is named', async () => {
    writeFileSync(join(test.home, 'incoming', 'half.csv'), 'CASE_ID;PERS')
    symlinkSync('/etc/passwd', join(test.home, 'incoming', 'link.csv'))
    const { code, out } = await test.run('backup', folder)
    expect([code, out]).toEqual([0, expect.stringMatching(/Left out.*half\.csv\nLeft out.*link\.csv/)])
    await runOn(other, ['restore', folder])
    expect(readdirSync(join(other, 'incoming'))).toEqual([])
  })
})

describe('a link in a home', () => {
  it('is followed at the top, for an operator may put a folder on another disk', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'taraza-test-'))
    cpSync(join(test.home, 'archive'), join(disk, 'archive'), { recursive: true })
    rmSync(join(test.home, 'archive'), { recursive: true })
    symlinkSync(join(disk, 'archive'), join(test.home, 'archive'))
    expect(await test.run('backup', folder)).toMatchObject({ code: 0 })
    expect(await runOn(other, ['restore', folder])).toMatchObject({ code: 0 })
    expect(homeTree(other)).toEqual(homeTree(test.home))
    rmSync(disk, { recursive: true })
  })

  it('is refused below, and nothing is left', async () => {
    symlinkSync('/etc', join(test.home, 'archive', 'etc'))
    expect((await test.run('backup', folder)).err).toMatch(/archive\/etc: .*\[NOT_A_PLAIN_FILE\]/)
    expect(readdirSync(join(test.home, '..'))).not.toContain('backups')
  })
})

describe('what is no part of a home', () => {
  it('is left out: sessions, work, drafts, files of a shell', async () => {
    const names = ['access/sessions/s.json', 'access/tokens.json.12.new', 'work/x', '.bash_history', 'sample/x']
    for (const name of names) {
      mkdirSync(join(test.home, name, '..'), { recursive: true })
      writeFileSync(join(test.home, name), '')
    }
    await test.run('backup', folder)
    await runOn(other, ['restore', folder])
    expect(Object.keys(homeTree(other)).filter((name) => names.includes(name))).toEqual([])
  })
})

describe('a backup without secrets', () => {
  const secrets = () => join(test.home, 'secrets')

  beforeEach(async () => {
    mkdirSync(join(test.home, 'signing'))
    for (const name of ['ed25519.pem', 'ed25519.public.pem']) writeFileSync(join(test.home, 'signing', name), name)
    const { out } = await test.run('backup', folder, '--without-secrets')
    expect(out).toContain('without the secrets')
  })

  it('contains none of them, and asks for them before it is restored', async () => {
    const refused = await runOn(other, ['restore', folder])
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringMatching(/secrets\/pseudonyms\.key.*\[SECRETS_NEEDED\]/),
    })
    expect(readdirSync(join(test.home, '..'))).not.toContain('restored')
    cpSync(secrets(), join(other, 'secrets'), { recursive: true })
    const { code, out } = await runOn(other, ['restore', folder])
    expect([code, out]).toEqual([0, expect.stringContaining('not in the home: signing/ed25519.pem')])
    expect(readdirSync(join(other, 'signing'))).toEqual(['ed25519.public.pem'])
  })

  it('is not restored to other secrets', async () => {
    mkdirSync(join(other, 'secrets'), { recursive: true })
    writeFileSync(join(other, 'secrets', 'pseudonyms.key'), Buffer.from(Array.from({ length: 32 }, (_, byte) => byte)))
    expect((await runOn(other, ['restore', folder])).err).toContain('[SECRET_CHANGED]')
    expect(Object.keys(homeTree(other))).toEqual(['secrets/pseudonyms.key'])
  })

  it('has the key of a mounted secret, where links lead to it', async () => {
    mkdirSync(join(other, 'secrets'), { recursive: true })
    for (const name of readdirSync(secrets())) symlinkSync(join(secrets(), name), join(other, 'secrets', name))
    expect(await runOn(other, ['restore', folder])).toMatchObject({ code: 0 })
  })
})

describe('a home in use', () => {
  it('is not backed up during a run, and not restored into', async () => {
    expect(await test.run('backup', folder)).toMatchObject({ code: 0 })
    const giveBack = await takeWriterLock(test.home)
    expect((await test.run('backup', folder)).err).toContain('[ANOTHER_RUN]')
    giveBack()
    const full = await runOn(test.home, ['restore', folder])
    expect(full).toMatchObject({ code: 1, err: expect.stringContaining('[NOT_EMPTY]') })
  })

  it.skipIf(process.platform !== 'linux')('is not restored below a server that has its files open', async () => {
    await test.run('backup', folder)
    const opener = `import fs from 'node:fs'; fs.openSync(${JSON.stringify(join(test.home, 'home.json'))})
      fs.rmSync(${JSON.stringify(test.home)}, { recursive: true }); fs.mkdirSync(${JSON.stringify(test.home)})
      const { execFileSync } = await import('node:child_process')
      try { execFileSync(process.execPath, process.argv.slice(1), { env: { ...process.env, NODE_OPTIONS: '' }, stdio: 'inherit' }) } catch {}
      process.exit()`
    const { text } = await inProcess(test.home, ['restore', folder], opener)
    expect(text).toContain('[HOME_IN_USE]')
    expect(readdirSync(test.home)).toEqual([])
  })

  it('has one backup at a time in one folder, whoever asks for it', async () => {
    const ends = await Promise.all([1, 2, 3].map(() => inProcess(test.home, ['backup', folder])))
    const done = ends.filter(({ end }) => end === 0).length
    expect(done).toBeGreaterThan(0)
    for (const { end, text } of ends) if (end !== 0) expect(text).toContain('[ANOTHER_RUN]')
    expect(await test.run('backup', folder, '--verify')).toMatchObject({ code: 0 })
  })
})
