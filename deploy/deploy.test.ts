import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { packagePath } from '#foundation'
import { runOn } from '../cli/testing/homes.ts'

const deploy = packagePath('deploy')
const units = readdirSync(join(deploy, 'systemd')).map((name) => join(deploy, 'systemd', name))
const read = (...path: string[]) => readFileSync(join(deploy, ...path), 'utf8')

interface Service {
  readonly build: { readonly context: string; readonly dockerfile: string }
  readonly command: readonly string[]
  readonly ports?: readonly string[]
  readonly network_mode?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes: readonly (string | { readonly type: string; readonly target: string })[]
}

describe('the units', () => {
  const verify = () => spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' })

  it.skipIf(verify().error !== undefined)('are sound by systemd itself', () => {
    // Only that the program is not installed where the tests run may be said.
    const said = verify().stderr.split('\n')
    expect(said.filter((line) => line !== '' && !/not executable|is not available|No such file/.test(line))).toEqual([])
  })

  const services = units.filter((path) => path.endsWith('.service'))

  it.each(services)('%s may do no more than it needs', (path) => {
    const lines = readFileSync(path, 'utf8').split('\n')
    for (const directive of [
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'PrivateUsers=yes',
      'ProtectProc=invisible',
      'RestrictNamespaces=yes',
      'SystemCallFilter=@system-service',
      'SystemCallFilter=~@privileged @resources',
      'CapabilityBoundingSet=',
      'IPAddressDeny=any',
      'UMask=0077',
    ])
      expect(lines).toContain(directive)
    expect(lines.some((line) => line.startsWith('RestrictAddressFamilies='))).toBe(true)
  })

  it.skipIf(verify().error !== undefined).each(services)('%s is exposed by less than 2 by systemd itself', (path) => {
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path], {
      encoding: 'utf8',
    })
    const [, exposure = ''] = /exposure level for \S+: ([\d.]+)/.exec(stdout) ?? []
    expect(Number.parseFloat(exposure)).toBeLessThan(2)
  })

  it.each(units.filter((path) => path.endsWith('.service')))('%s starts a command that exists', async (path) => {
    const [, main = '', command = ''] =
      /^ExecStart=\/usr\/bin\/node (?:--\S+ )*\/opt\/taraza\/(\S+\.js) ([\w %]+)$/m.exec(
        read('systemd', path.split('/').at(-1) ?? ''),
      ) ?? []
    expect([main, existsSync(packagePath(main))]).toEqual(['dist/cli/main.js', true])
    expect((await runOn('/nowhere', [...command.split(' '), '--help'])).code).toBe(0)
  })
})

describe('a night without network', () => {
  const unit = (name: string) => read('systemd', `${name}.service`).split('\n')

  it('leaves its messages to a service that has one, and is told of when it fails', () => {
    const lines = unit('taraza-nightly')
    expect(lines).toEqual(
      expect.arrayContaining([
        'PrivateNetwork=yes',
        'OnSuccess=taraza-notify.service',
        'OnFailure=taraza-alert@%n.service',
      ]),
    )
    expect(lines.join('\n')).toMatch(/^Environment=.* TARAZA_NOTIFY=later$/m)
    for (const name of ['taraza-notify', 'taraza-alert@']) expect(unit(name)).not.toContain('PrivateNetwork=yes')
  })

  it('is tried again after 75 only', () => {
    for (const name of ['taraza-nightly', 'taraza-notify'])
      expect(unit(name)).toEqual(
        expect.arrayContaining(['Restart=on-failure', expect.stringMatching(/^RestartPreventExitStatus=1 2 /)]),
      )
  })

  it.each(['taraza', 'taraza-nightly', 'taraza-backup', 'taraza-clickhouse'])(
    '%s is reported when it fails',
    (name) => {
      expect(unit(name)).toContain('OnFailure=taraza-alert@%n.service')
    },
  )
})

describe('a server', async () => {
  const { processSettings } = await import(packagePath('scripts', 'run-program.mjs'))
  const { flags, environment } = processSettings(['serve'])
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${value}`)

  it('is started by its unit as "npm start" starts it', () => {
    const unit = read('systemd', 'taraza.service')
    expect(/^ExecStart=\/usr\/bin\/node (.*) \/opt\/taraza\/dist/m.exec(unit)?.[1]?.split(' ')).toEqual(flags)
    const given = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) => line.split(' '))
    expect(given).toEqual(expect.arrayContaining(settings))
  })

  it('is started so in its container too', () => {
    const { entrypoint, environment: given } = parse(read('compose.yaml')).services.taraza
    expect(entrypoint).toEqual(['node', ...flags, '/opt/taraza/dist/cli/main.js'])
    const [, image = ''] = /^ENV (.*)$/m.exec(read('Containerfile')) ?? []
    const own = Object.entries(given).map(([name, value]) => `${name}=${value}`)
    expect([...image.split(' '), ...own]).toEqual(expect.arrayContaining(settings))
  })
})

describe('the proxy', () => {
  it('limits requests and connections of each address', () => {
    const text = read('nginx', 'taraza.conf')
    for (const directive of ['limit_req_zone', 'limit_conn_zone', 'limit_req ', 'limit_conn ', 'client_body_timeout'])
      expect(text).toContain(directive)
  })
})

describe('the containers', () => {
  it('tell whether they are alive', () => {
    expect(read('Containerfile')).toMatch(/^HEALTHCHECK .*\n.*health\/live/m)
  })

  it('are built from one image, which an operator names by its digest', () => {
    const images = [...read('Containerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
    expect(images.map((image = '') => image.slice(2, -1))).toEqual(['NODE_IMAGE', 'NODE_IMAGE'])
  })

  const { services } = parse(read('compose.yaml'), { merge: true }) as { services: Record<string, Service> }

  it.each(Object.entries(services))(
    '%s is built from a file that is there, and starts a command that exists',
    async (_, { build, command }) => {
      expect(existsSync(join(deploy, build.context, build.dockerfile))).toBe(true)
      expect((await runOn('/nowhere', [...command, '--help'])).code).toBe(0)
    },
  )

  it('listen to all addresses inside, and are published for this machine alone', () => {
    expect(read('Containerfile')).toMatch(/^ENV .*TARAZA_HOST=0\.0\.0\.0 /m)
    const { taraza, nightly } = services
    expect(taraza?.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:.*:8080$/)])
    expect([taraza?.network_mode, nightly?.network_mode, nightly?.ports]).toEqual([undefined, 'none', undefined])
  })

  it('take extracts from a folder of the host, which is not made by mistake', () => {
    const bound = services['nightly']?.volumes.find((volume) => typeof volume !== 'string')
    expect(bound).toMatchObject({ type: 'bind', bind: { create_host_path: false } })
    expect(services['nightly']?.environment).toMatchObject({ TARAZA_INCOMING: (bound as { target: string }).target })
  })

  const [, accounts = ''] =
    /^RUN (groupadd .*? && useradd [^&]*)/ms.exec(read('Containerfile').replaceAll('\\\n', '')) ?? []
  const isRoot = process.getuid?.() === 0
  it.skipIf(!isRoot || !existsSync('/usr/sbin/useradd'))('make their user without a warning', () => {
    const root = mkdtempSync(join(tmpdir(), 'accounts-'))
    mkdirSync(join(root, 'etc'))
    for (const name of ['passwd', 'group', 'shadow', 'gshadow']) writeFileSync(join(root, 'etc', name), '')
    copyFileSync('/etc/login.defs', join(root, 'etc', 'login.defs'))
    const inRoot = accounts.replaceAll(/(group|user)add /g, `$1add --prefix ${root} `)
    const { status, stderr } = spawnSync('sh', ['-c', inRoot], { encoding: 'utf8' })
    const users = readFileSync(join(root, 'etc', 'passwd'), 'utf8')
    rmSync(root, { recursive: true })
    expect([status, stderr]).toEqual([0, ''])
    expect(users).toBe('taraza:x:10001:10001::/var/lib/taraza:/usr/sbin/nologin\n')
  })

  it('copy no data and no secrets of the machine that builds them', () => {
    const ignored = readFileSync(packagePath('.dockerignore'), 'utf8').split('\n')
    for (const line of readFileSync(packagePath('.gitignore'), 'utf8').split('\n')) expect(ignored).toContain(line)
    expect(ignored).toContain('.git')
  })
})
