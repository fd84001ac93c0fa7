import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesIn, packagePath, packageRoot } from '#foundation'
import { runOn } from '../testing/homes.ts'
import { sentencesCsv, soundRows } from '../testing/sentences.ts'
import { isRoot, ownName } from './accounts.ts'
import { hiddenFolders } from './unit-files.ts'

const asRoot = isRoot()
/** The checkout may lie in a folder of root, where no service could read it. */
const isReadable = spawnSync('cat', [packagePath('package.json')], asRoot ? { uid: 1, gid: 1 } : {}).status === 0
/** Users and a group that every Linux has. */
const [other, shared] = ['daemon', 'mail']

/** Tests work below these folders, and the checkout may lie there. */
const temporary = ['/tmp', '/var/tmp']

let root: string
let at: (...names: string[]) => string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'init-'))
  chmodSync(root, 0o755)
  for (const folder of temporary) hiddenFolders.delete(folder)
  at = (...names) => join(root, ...names)
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
  for (const folder of temporary) hiddenFolders.add(folder)
})

const user = () => (asRoot ? ['--user', 'root'] : [])
const init = (...words: string[]) => runOn(at('home'), ['init', '--jurisdiction', 'kg', ...words])
const initOwn = (...words: string[]) => init(...user(), ...words)
const everything = () => [
  ...['--incoming', at('incoming'), '--units', at('units')],
  ...['--environment', at('etc', 'environment'), '--command', at('bin', 'taraza')],
]
const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8)
/** Everything below the folder with what would show that it was written again. */
const state = () =>
  filesIn(root).map((name) => {
    const { mtimeMs, ino, mode: bits } = statSync(at(name))
    return [name, mtimeMs, ino, bits]
  })

describe('taraza init', () => {
  it('makes data directory, secrets, incoming folder, settings, units and command, and says what comes next', async () => {
    const { code, out } = await initOwn(...everything())
    expect(code).toBe(0)
    expect(['home', 'home/incoming', 'home/secrets', 'incoming'].map((name) => mode(at(name)))).toEqual(
      Array.from({ length: 4 }, () => '700'),
    )
    expect(readdirSync(at('home', 'secrets'))).toEqual(['disclosure.key', 'pseudonyms.key'])
    expect(mode(at('home', 'secrets', 'disclosure.key'))).toBe('600')
    expect(readFileSync(at('home', 'home.json'), 'utf8')).toBe('{"jurisdiction":"kg"}\n')
    expect(readFileSync(at('etc', 'environment'), 'utf8')).toMatch(
      new RegExp(`^#.*\\nTARAZA_HOME=${at('home')}\\nTARAZA_INCOMING=${at('incoming')}\\n$`),
    )
    const [, next = ''] = out.split('Next, in this order:')
    const steps = ['check FILE', ' nightly', ' release', 'systemctl daemon-reload', ' doctor']
    const places = steps.map((step) => next.indexOf(step))
    expect(places).toEqual([...places].sort((one, other) => one - other))
    expect(places[0]).toBeGreaterThan(0)
    expect((await runOn(at('home'), ['nightly'])).out).toContain('Nothing new')
    writeFileSync(at('incoming', 'court_sentences_a.csv'), sentencesCsv(soundRows(5)))
    expect((await runOn(at('home'), ['nightly', '--incoming', at('incoming')])).code).toBe(0)
    const again = (await initOwn(...everything())).out
    expect(again).toMatch(/has figures already[\s\S]* doctor[\s\S]*systemctl daemon-reload/)
    expect(again).not.toMatch(/first extracts| release$/m)
  })

  it('changes nothing when it is run again, and says what is there', async () => {
    await initOwn(...everything())
    const before = state()
    const { code, out } = await initOwn(...everything())
    expect([code, state()]).toEqual([0, before])
    expect(out).not.toMatch(/^made/m)
    expect(out.match(/^there {7}/gm)?.length).toBeGreaterThan(8)
  })

  it('makes nothing with --dry-run', async () => {
    const { code, out } = await initOwn(...everything(), '--dry-run')
    expect([code, readdirSync(root)]).toEqual([0, []])
    expect(out).toContain(`would make  ${at('home')}`)
  })

  it('finishes what was stopped after any step', async () => {
    const whole = async () => {
      await initOwn(...everything())
      return filesIn(root).filter((name) => !name.endsWith('.key'))
    }
    const files = await whole()
    for (const gone of ['home/home.json', 'home/secrets/disclosure.key', 'etc/environment', 'units/taraza.service']) {
      rmSync(at(gone))
      expect(await whole()).toEqual(files)
    }
    rmSync(at('home'), { recursive: true })
    mkdirSync(at('home'), { mode: 0o755 })
    expect([await whole(), mode(at('home'))]).toEqual([files, '700'])
  })

  it('refuses a data directory of another jurisdiction, of the sample, or with other things in it', async () => {
    await initOwn()
    expect((await runOn(at('home'), ['init', '--jurisdiction', 'mn', ...user()])).err).toContain('OTHER_JURISDICTION')
    expect((await runOn(at('home'), ['init', ...user()])).code).toBe(0)
    writeFileSync(at('home', 'home.json'), '{"jurisdiction":"kg","sample":true}')
    expect((await initOwn()).err).toContain('SAMPLE_HOME')
    mkdirSync(at('letters'))
    writeFileSync(at('letters', 'letter.odt'), 'Dear all')
    expect((await initOwn('--home', at('letters'))).err).toContain('NOT_A_HOME')
    expect((await runOn(at('new'), ['init', ...user()])).err).toContain('JURISDICTION_NEEDED')
    expect((await runOn(at('new'), ['init', ...user(), '--jurisdiction', 'xy'])).err).toContain('UNKNOWN_JURISDICTION')
    expect(existsSync(at('new'))).toBe(false)
  })

  it('takes a folder of country files, and knows it by its whole path', async () => {
    cpSync(packagePath('jurisdictions', 'kg'), at('own'), { recursive: true })
    expect((await runOn(at('home'), ['init', ...user(), '--jurisdiction', at('own')])).code).toBe(0)
    expect(JSON.parse(readFileSync(at('home', 'home.json'), 'utf8')).jurisdiction).toBe(at('own'))
  })

  it('refuses an incoming folder inside of the data directory, where nobody else could write', async () => {
    const { code, err } = await initOwn('--incoming', at('home', 'incoming'))
    expect([code, err]).toEqual([1, expect.stringContaining('INCOMING_IN_HOME')])
    expect(existsSync(at('home'))).toBe(false)
  })

  it('leaves a file alone that somebody changed, before anything else is made; with --force it stays beside the new one', async () => {
    await initOwn(...everything())
    const unit = at('units', 'taraza.service')
    const written = readFileSync(unit, 'utf8')
    writeFileSync(unit, `${written}# mine\n`)
    rmSync(at('bin'), { recursive: true })
    const refused = await initOwn(...everything())
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/taraza\.service.*FILE_CHANGED/)])
    expect([readFileSync(unit, 'utf8'), existsSync(at('bin'))]).toEqual([`${written}# mine\n`, false])
    expect((await initOwn(...everything(), '--force')).code).toBe(0)
    expect(readFileSync(unit, 'utf8')).toBe(written)
    expect(readFileSync(`${unit}.before`, 'utf8')).toBe(`${written}# mine\n`)
  })

  it('leaves other settings in the file of settings as they are', async () => {
    await initOwn(...everything())
    const file = at('etc', 'environment')
    writeFileSync(file, `PORT=8090\n${readFileSync(file, 'utf8')}`)
    expect((await initOwn(...everything())).code).toBe(0)
    const moved = await initOwn(...everything(), '--incoming', at('other'), '--force')
    expect(moved.code).toBe(0)
    const lines = readFileSync(file, 'utf8').split('\n')
    expect(lines).toEqual(expect.arrayContaining(['PORT=8090', `TARAZA_INCOMING=${at('other')}`]))
    expect(lines).not.toContain(`TARAZA_INCOMING=${at('incoming')}`)
  })

  it('writes a command that runs the program with these settings from any folder', async () => {
    await initOwn(...everything())
    const { status, stdout } = spawnSync(at('bin', 'taraza'), ['doctor'], { encoding: 'utf8', cwd: '/' })
    expect(stdout).toContain(`home ${at('home')}`)
    expect(stdout).toContain(`incoming: ${at('incoming')}, empty`)
    expect(status).toBe(0)
  })

  it.skipIf(asRoot)('without root says which command makes what only root can make', async () => {
    expect((await init('--user', 'no-such-user')).err).toMatch(/sudo useradd --system .* no-such-user.*ROOT_NEEDED/)
    expect((await init('--incoming', at('incoming'), '--senders', 'no-such')).err).toMatch(
      /sudo groupadd .*ROOT_NEEDED/,
    )
  })
})

describe.skipIf(!asRoot || !isReadable)('taraza init as root', () => {
  it('asks whose service it is: root would own the data', async () => {
    expect((await init()).err).toContain('USER_NEEDED')
  })

  it('makes everything for the user of the service, and an incoming folder for a group of senders', async () => {
    const senders = ['--incoming', at('incoming'), '--senders', shared]
    writeFileSync(at('usermod'), `#!/bin/sh\necho "$@" > ${at('joined')}\n`, { mode: 0o755 })
    const path = process.env['PATH']
    process.env['PATH'] = `${root}:${path}`
    const { code } = await init('--user', other, ...senders)
    process.env['PATH'] = path
    expect([code, readFileSync(at('joined'), 'utf8').trim()]).toEqual([0, `--append --groups ${shared} ${other}`])
    const owner = statSync(at('home')).uid
    expect(owner).toBeGreaterThan(0)
    for (const name of filesIn(at('home'))) expect(statSync(at('home', name)).uid).toBe(owner)
    expect([mode(at('incoming')), statSync(at('incoming')).uid]).toEqual(['2770', owner])
    expect(statSync(at('incoming')).gid).not.toBe(statSync(at('home')).gid)
    const night = spawnSync(process.execPath, [packagePath('dist', 'cli', 'main.js'), 'nightly'], {
      uid: owner,
      gid: statSync(at('home')).gid,
      env: { TARAZA_HOME: at('home') },
      cwd: '/',
      encoding: 'utf8',
    })
    expect(night.stdout).toContain('Nothing new')
  })

  it('gives the files of a sender to the group, so that the service can read and remove them', async () => {
    mkdirSync(at('incoming'), { mode: 0o700 })
    const [service, sender, group] = [40_001, 40_002, 40_003]
    const as = (uid: number, gid: number, ...command: string[]) =>
      spawnSync('setpriv', [`--reuid=${uid}`, `--regid=${gid}`, `--groups=${group}`, ...command], { encoding: 'utf8' })
    spawnSync('chown', [`${service}:${group}`, at('incoming')])
    chmodSync(at('incoming'), 0o2770)
    expect(
      as(sender, sender, 'sh', '-c', `umask 007; mkdir ${at('incoming')}/d; echo x > ${at('incoming')}/d/x.csv`).status,
    ).toBe(0)
    expect(as(service, service, 'sh', '-c', `cat ${at('incoming')}/d/x.csv && rm -r ${at('incoming')}/d`).stdout).toBe(
      'x\n',
    )
    expect(
      spawnSync('setpriv', ['--reuid=40004', '--regid=40004', '--clear-groups', 'ls', at('incoming')]).status,
    ).not.toBe(0)
  })

  it('makes a user and a group that are missing, and nothing else when that fails', async () => {
    const said = at('said')
    for (const name of ['useradd', 'groupadd'])
      writeFileSync(at(name), `#!/bin/sh\necho ${name} "$@" >> ${said}; exit 9\n`, { mode: 0o755 })
    const path = process.env['PATH']
    process.env['PATH'] = `${root}:${path}`
    const { code, err } = await init(
      '--user',
      'no-such-user',
      '--incoming',
      at('incoming'),
      '--senders',
      'no-such-group',
    )
    process.env['PATH'] = path
    expect([code, err]).toEqual([1, expect.stringContaining('ACCOUNT_NOT_MADE')])
    expect(readFileSync(said, 'utf8')).toMatch(/^useradd --system --user-group .* no-such-user\n$/)
    expect(existsSync(at('home'))).toBe(false)
  })

  it('says how to mend a data directory in which root worked', async () => {
    await init('--user', other)
    writeFileSync(at('home', 'audit'), 'made by root')
    const { code, err } = await init('--user', other)
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(new RegExp(`chown -R ${other}: ${at('home')} && chmod 700 .*OTHER_OWNER`)),
    ])
  })

  it('refuses country files that the user of the service cannot read', async () => {
    mkdirSync(at('private'), { mode: 0o700 })
    cpSync(packagePath('jurisdictions', 'kg'), at('private', 'kg'), { recursive: true })
    const { err } = await runOn(at('home'), ['init', '--user', other, '--jurisdiction', at('private', 'kg')])
    expect(err).toContain('NOT_READABLE')
    expect(existsSync(at('home'))).toBe(false)
  })
})

describe('the units that are written', () => {
  const unit = (name: string) => readFileSync(at('units', name), 'utf8')

  it('have the paths of this installation, its user and the time zone of its country', async () => {
    await runOn(at('home'), ['init', ...user(), '--jurisdiction', 'mn', ...everything()])
    for (const name of readdirSync(at('units'))) {
      expect(unit(name)).not.toMatch(/\/opt\/taraza|\/var\/lib\/taraza|\/etc\/taraza|\/srv\/taraza|Bishkek/)
      if (!name.endsWith('.service')) continue
      expect(unit(name)).toContain(`ExecStart=${process.execPath} `)
      expect(unit(name)).toContain(`${packageRoot}/dist/cli/main.js`)
      expect(unit(name)).toContain(`User=${ownName()}\n`)
      expect(unit(name)).toContain(`ReadWritePaths=${at('home')}\n`)
      expect(unit(name)).toContain(`EnvironmentFile=-${at('etc', 'environment')}\n`)
    }
    expect(unit('taraza-nightly.timer')).toContain('OnCalendar=*-*-* 02:30:00 Asia/Ulaanbaatar')
    expect(unit('taraza-nightly.service')).toContain(`ReadWritePaths=${at('incoming')}\n`)
    expect(unit('taraza.service')).not.toContain(at('incoming'))
    expect(unit('taraza-backup.service')).toContain('ReadWritePaths=-/var/backups/taraza\n')
  })

  const verify = (...paths: string[]) => spawnSync('systemd-analyze', ['verify', ...paths], { encoding: 'utf8' })

  it.skipIf(verify().error !== undefined)('are sound by systemd itself', async () => {
    await initOwn(...everything())
    const { stderr } = verify(...readdirSync(at('units')).map((name) => at('units', name)))
    expect(stderr.split('\n').filter((line) => line.includes(root) || /Failed|Unknown|Invalid/i.test(line))).toEqual([])
  })

  it('are refused for paths that they would hide from their service, or that they cannot have', async () => {
    const hidden = await initOwn('--units', at('units'), '--environment', '/root/environment')
    expect(hidden.err).toContain('NOT_FOR_A_UNIT')
    const blank = await runOn(at('my home'), ['init', '--jurisdiction', 'kg', ...user(), '--units', at('units')])
    expect(blank.err).toContain('NOT_FOR_A_UNIT')
    expect(readdirSync(root)).toEqual([])
  })

  it.each(['/tmp/none', '/var/tmp/none', '/home/none', '/root/none', '/run/user/none'])(
    'are refused for a data directory, incoming folder or folder of backups in %s',
    async (path) => {
      for (const folder of temporary) hiddenFolders.add(folder)
      const hides = new RegExp(`^${path}: .*its unit hides /.*\\[NOT_FOR_A_UNIT\\]`)
      const units = [
        'init',
        '--jurisdiction',
        'kg',
        ...user(),
        '--units',
        at('units'),
        '--environment',
        at('environment'),
      ]
      expect((await runOn('/var/lib/none', [...units, '--home', path])).err).toMatch(hides)
      expect((await runOn('/var/lib/none', [...units, '--incoming', path])).err).toMatch(hides)
      expect((await runOn('/var/lib/none', units, { TARAZA_BACKUP_DIR: path })).err).toMatch(hides)
      expect(readdirSync(root)).toEqual([])
    },
  )

  it('hide these folders', () => {
    const folder = packagePath('deploy', 'systemd')
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.service')))
      expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^ProtectHome=yes\nPrivateTmp=yes\n/m)
  })
})
