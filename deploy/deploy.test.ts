import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
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
}

describe('the units', () => {
  const verify = () => spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' })

  it.skipIf(verify().error !== undefined)('are sound by systemd itself', () => {
    // Only that the program is not installed where the tests run may be said.
    const said = verify().stderr.split('\n')
    expect(said.filter((line) => line !== '' && !/not executable|is not available|No such file/.test(line))).toEqual([])
  })

  it.each(units.filter((path) => path.endsWith('.service')))('%s starts a command that exists', async (path) => {
    const [, main = '', command = ''] =
      /^ExecStart=\/usr\/bin\/node \/opt\/taraza\/(\S+) ([\w ]+)$/m.exec(
        read('systemd', path.split('/').at(-1) ?? ''),
      ) ?? []
    expect(existsSync(packagePath(main))).toBe(true)
    expect((await runOn('/nowhere', [...command.split(' '), '--help'])).code).toBe(0)
  })
})

describe('the containers', () => {
  const { services } = parse(read('compose.yaml'), { merge: true }) as { services: Record<string, Service> }

  it.each(Object.entries(services))(
    '%s is built from a file that is there, and starts a command that exists',
    async (_, { build, command }) => {
      expect(existsSync(join(deploy, build.context, build.dockerfile))).toBe(true)
      expect((await runOn('/nowhere', [...command, '--help'])).code).toBe(0)
    },
  )

  it('copy no data and no secrets of the machine that builds them', () => {
    const ignored = readFileSync(packagePath('.dockerignore'), 'utf8').split('\n')
    for (const line of readFileSync(packagePath('.gitignore'), 'utf8').split('\n')) expect(ignored).toContain(line)
    expect(ignored).toContain('.git')
  })
})
