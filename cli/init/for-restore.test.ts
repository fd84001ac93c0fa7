import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { filesIn, packagePath } from '#foundation'
import { runNightly } from '../nightly/run-nightly.ts'
import { homeTree } from '../testing/backups.ts'
import { keepSecrets, runOn, type TestHome, testHome } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { isRoot } from './accounts.ts'
import { hiddenFolders } from './unit-files.ts'

/** Tests work below these folders, and the checkout may lie there. */
const temporary = ['/tmp', '/var/tmp']

let former: TestHome
let backups: string
beforeAll(async () => {
  former = testHome()
  backups = join(former.home, '..', 'backups')
  keepSecrets(former.home)
  former.deliver('court_sentences_a.csv', sentencesCsv(soundRows(5)))
  await runNightly({ home: former.home, jurisdiction: 'kg', incoming: former.incoming, now: new Date() })
  await former.run('backup', backups)
})
afterAll(() => former.remove())

let root: string
let at: (...names: string[]) => string
beforeEach(() => {
  for (const folder of temporary) hiddenFolders.delete(folder)
  root = mkdtempSync(join(tmpdir(), 'init-'))
  at = (...names) => join(root, ...names)
})
afterEach(() => {
  for (const folder of temporary) hiddenFolders.add(folder)
  rmSync(root, { recursive: true, force: true })
})

const user = () => (isRoot() ? ['--user', 'root'] : [])
const init = (...words: string[]) => runOn(at('home'), ['init', ...user(), ...words])
const everything = () => [
  ...['--incoming', at('incoming'), '--units', at('units')],
  ...['--environment', at('etc', 'environment'), '--command', at('bin', 'taraza')],
]

describe('taraza init --for-restore', () => {
  it('makes everything but a home, into which a backup is restored', async () => {
    const { code, out } = await init('--for-restore', ...everything())
    expect([code, readdirSync(at('home')), statSync(at('home')).mode & 0o777]).toEqual([0, [], 0o700])
    expect(readdirSync(root)).toEqual(['bin', 'etc', 'home', 'incoming', 'units'])
    const [, next = ''] = out.split('Next, in this order:')
    const steps = ['restore FOLDER', ' doctor', 'budget accept --by NAME', 'taraza-nightly.timer taraza-backup.timer']
    const places = steps.map((step) => next.indexOf(step))
    expect(places).toEqual([...places].sort((one, other) => one - other))
    expect(places[0]).toBeGreaterThan(0)
    expect(await runOn(at('home'), ['restore', backups])).toMatchObject({ code: 0, err: '' })
    expect(homeTree(at('home'))).toEqual(homeTree(former.home))
  })

  it('changes nothing when it is run again before the restore, and refuses a home', async () => {
    await init('--for-restore', ...everything())
    expect((await init('--for-restore', ...everything())).out).not.toMatch(/^made/m)
    await runOn(at('home'), ['restore', backups])
    const { code, err } = await init('--for-restore', ...everything())
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/home\.json: A data directory is here already.*\[NOT_EMPTY\]/),
    ])
  })

  it('takes the time zone of the country where it is named, and that of the machine otherwise', async () => {
    const timer = () => readFileSync(at('units', 'taraza-nightly.timer'), 'utf8')
    await init('--for-restore', ...everything())
    expect(timer()).toContain(`02:30:00 ${Intl.DateTimeFormat().resolvedOptions().timeZone}\n`)
    await init('--for-restore', ...everything(), '--jurisdiction', 'mn', '--force')
    expect(timer()).toContain('02:30:00 Asia/Ulaanbaatar\n')
    expect(readdirSync(at('home'))).toEqual([])
  })
})

/** The checkout may lie in a folder of root, where no service could read it. */
const isReadable = isRoot() && spawnSync('cat', [packagePath('package.json')], { uid: 1, gid: 1 }).status === 0

describe.skipIf(!isReadable)('the command that init writes', () => {
  it('restores as the user of the service, who owns everything then', async () => {
    for (const folder of [root, join(backups, '..')]) chmodSync(folder, 0o755)
    expect((await runOn(at('home'), ['init', '--user', 'daemon', '--for-restore', ...everything()])).code).toBe(0)
    const restore = () => spawnSync(at('bin', 'taraza'), ['restore', backups], { cwd: '/', encoding: 'utf8' })
    expect(restore().stderr).toMatch(/chown -R .*\[UNREADABLE_FILE\]/)
    spawnSync('chown', ['-R', 'daemon:', backups])
    expect(restore()).toMatchObject({ status: 0, stderr: '' })
    const owner = statSync(at('home')).uid
    expect(owner).toBeGreaterThan(0)
    for (const name of filesIn(at('home'))) expect(statSync(at('home', name)).uid).toBe(owner)
  })
})

describe('a restore where a home is', () => {
  it('says so, and how a new machine is begun', async () => {
    await init('--jurisdiction', 'kg')
    const { code, err } = await runOn(at('home'), ['restore', backups])
    expect(code).toBe(1)
    expect(err).toMatch(/home\.json: A data directory is here already.*taraza init --for-restore.*\[NOT_EMPTY\]/)
  })
})
