import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { packageRoot } from '#foundation'
import { blocksOf } from './testing/page-blocks.ts'

/** Units hide temporary folders from their service: `taraza init` refuses them. */
const place = '/opt'
const isWritable = spawnSync('test', ['-w', place]).status === 0

/** Stands for the root of a machine. */
const root = mkdtempSync(join(isWritable ? place : tmpdir(), 'machine-'))
chmodSync(root, 0o755)
let port = 0
let service: ChildProcess | undefined
afterAll(() => {
  service?.kill()
  rmSync(root, { recursive: true, force: true })
})

beforeAll(async () => {
  execFileSync('npm', ['pack', '--pack-destination', root], { cwd: packageRoot, stdio: 'ignore' })
  mkdirSync(join(root, 'usr/local'), { recursive: true })
  const free = createServer().listen(0, '127.0.0.1')
  await vi.waitFor(() => expect(free.address()).not.toBeNull())
  port = (free.address() as { port: number }).port
  free.close()
}, 300_000)

/**
 * What the test changes of the commands: folders of the machine lie below a temporary one, nobody is made on this machine (whoever runs
 * the test is the user of the service, and the only sender), and the port is a free one.
 */
function onThisMachine(commands: string): string {
  return commands
    .replaceAll(/(?<=[\s=])\/(usr\/local|var\/lib|srv|etc)\//g, `${root}/$1/`)
    .replace('--user taraza', `--user ${userInfo().username}`)
    .replace(' --senders taraza-senders', '')
    .replace(' --units', ` --environment ${root}/etc/taraza/environment --units`)
    .replace(':8080', `:${port}`)
    .replace('--prefix', '--prefer-offline --prefix')
}

function execute(commands: string) {
  const env = {
    PATH: `${root}/usr/local/sbin:${root}/usr/local/bin:${process.env['PATH']}`,
    HOME: process.env['HOME'],
  }
  return spawnSync('sh', ['-e', '-c', onThisMachine(commands)], { cwd: root, env, encoding: 'utf8' })
}

/** Starts what the unit says, with the environment that it says. */
function startService(): void {
  const unit = readFileSync(join(root, 'etc/systemd/system/taraza.service'), 'utf8')
  const [, file = ''] = /^EnvironmentFile=-(.*)$/m.exec(unit) ?? []
  const [, command = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? []
  const settings = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) => line.split(' '))
  const lines = readFileSync(file, 'utf8').split('\n')
  const given = [...settings, ...lines.filter((line) => /^[A-Z]/.test(line)), `PORT=${port}`]
  const env = Object.fromEntries(given.map((line) => line.split(/=(.*)/s).slice(0, 2)))
  const [program = '', ...words] = command.split(' ')
  service = spawn(program, words, { env, cwd: '/', stdio: 'ignore' })
}

/** The senders: extracts of two quarters. */
function deliver(): void {
  const words = ['--jurisdiction', 'kg', '--from', '2024-01', '--to', '2024-06', '--out', '/srv/taraza/incoming']
  expect(execute(`taraza samples ${words.join(' ')}`)).toMatchObject({ status: 0 })
}

const [packageBlock, initBlock, figuresBlock, askBlock] = blocksOf('## Install', '## Containers').filter(
  ({ notExecuted }) => notExecuted === undefined,
)

describe.skipIf(!isWritable)('the page of the installation, followed in order', () => {
  const follow = (block = { commands: 'exit 99' }) => execute(block.commands)

  it('installs the program', () => {
    expect(follow(packageBlock)).toMatchObject({ status: 0, stdout: expect.stringMatching(/\d+\.\d+\.\d+\n$/) })
  }, 600_000)

  it('makes data directory, settings, units and command', () => {
    expect(follow(initBlock)).toMatchObject({ status: 0, stderr: '' })
    for (const path of ['var/lib/taraza/home.json', 'srv/taraza/incoming', 'etc/systemd/system/taraza.service'])
      expect([path, existsSync(join(root, path))]).toEqual([path, true])
  })

  it('has a service that says that nothing has been published', async () => {
    startService()
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/ru/`)).status).toBe(503), {
      timeout: 30_000,
      interval: 200,
    })
    expect(follow(askBlock).status).not.toBe(0)
  })

  it('ingests, publishes, and is ready', () => {
    deliver()
    expect(follow(figuresBlock)).toMatchObject({ status: 0 })
    expect(follow(askBlock)).toMatchObject({ status: 0, stdout: '{"ready":true}' })
  }, 600_000)
})
