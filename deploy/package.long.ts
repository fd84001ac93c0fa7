import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { packagePath, packageRoot, packageVersion } from '#foundation'

const folder = mkdtempSync(join(tmpdir(), 'installed-'))
const [place, home] = [join(folder, 'place'), join(folder, 'home')]
let server: ChildProcess | undefined
afterAll(() => {
  // The server is a child of npx, which does not end it.
  if (server?.pid !== undefined) process.kill(-server.pid)
  rmSync(folder, { recursive: true, force: true })
})

const environment = { ...process.env, TARAZA_HOME: home, PORT: '0', LOG_LEVEL: 'silent', TARAZA_TEST: '' }
const npx = (...words: string[]) =>
  spawnSync('npx', ['--no-install', 'taraza', ...words], { cwd: place, env: environment, encoding: 'utf8' })

describe('the package that "npm pack" makes', () => {
  it('leaves the checkout as it was', () => {
    execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: packageRoot, stdio: 'ignore' })
    expect(lstatSync(packagePath('dist')).isSymbolicLink()).toBe(true)
    expect(readdirSync(folder)).toEqual([`taraza-${packageVersion}.tgz`])
  }, 300_000)

  it('is installed into an empty folder', () => {
    mkdirSync(place)
    const words = [
      'install',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
      join(folder, `taraza-${packageVersion}.tgz`),
    ]
    execFileSync('npm', words, { cwd: place, stdio: 'ignore' })
    expect(npx('--version').stdout).toBe(`${packageVersion}\n`)
    expect(npx('--help').stdout).toContain('Usage: taraza')
  }, 600_000)

  it('goes from samples to figures that are served', async () => {
    const words = ['--jurisdiction', 'kg', '--from', '2024-01', '--to', '2024-06', '--out', join(folder, 'extracts')]
    expect(npx('samples', ...words)).toMatchObject({ status: 0, stderr: '' })
    const initial = process.getuid?.() === 0 ? ['--user', 'root'] : []
    expect(npx('init', '--jurisdiction', 'kg', ...initial)).toMatchObject({ status: 0, stderr: '' })
    expect(npx('nightly', '--incoming', join(folder, 'extracts')).stdout).toContain('Published')
    expect(npx('release', '--json').status).toBe(0)
    server = spawn('npx', ['--no-install', 'taraza', 'serve'], { cwd: place, env: environment, detached: true })
    let said = ''
    server.stdout?.on('data', (text) => (said += text))
    await vi.waitFor(() => expect(said).toMatch(/ready: \S+/), { timeout: 60_000, interval: 200 })
    const [, url = ''] = /ready: (\S+)/.exec(said) ?? []
    for (const path of ['/en/', '/en/d/prison', '/docs/', '/notebooks/', '/v1/charts/growth.png', '/health/ready']) {
      const { status } = await fetch(url + path)
      expect([path, status]).toEqual([path, 200])
    }
    const question = '/v1/data/sentences?measure=persons&by=quarter&format='
    for (const format of ['json', 'csv', 'xlsx', 'parquet', 'arrow'])
      expect((await fetch(url + question + format)).status).toBe(200)
  }, 600_000)
})
