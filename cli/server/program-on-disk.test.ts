import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { packagePath, packageRoot } from '#foundation'

/** A checkout with builds of its own; everything else is that of this one. */
const checkout = mkdtempSync(join(tmpdir(), 'program-'))
const build = (name: string) => join(checkout, '.build', `program-${name}`)
let server: ChildProcess
let url = ''

beforeAll(async () => {
  for (const name of readdirSync(packageRoot).filter((one) => !['dist', '.build', '.git'].includes(one)))
    symlinkSync(packagePath(name), join(checkout, name))
  cpSync(realpathSync(packagePath('dist')), build('one'), { recursive: true })
  symlinkSync(join('.build', 'program-one'), join(checkout, 'dist'))
  const env = { ...process.env, TARAZA_HOME: inject('kgHome'), PORT: '0', LOG_LEVEL: 'silent' }
  server = spawn(process.execPath, [join(checkout, 'dist', 'cli', 'main.js'), 'serve'], { env })
  let said = ''
  server.stdout?.on('data', (text) => (said += text))
  await vi.waitFor(() => expect(said).toMatch(/ready: \S+/), { timeout: 60_000, interval: 100 })
  url = /ready: (\S+)/.exec(said)?.[1] ?? ''
})
afterAll(() => {
  server.kill()
  rmSync(checkout, { recursive: true, force: true })
})

const ask = async (path: string) => {
  const answer = await fetch(url + path)
  return { status: answer.status, text: await answer.text() }
}

describe('a server whose program lies on the disk', () => {
  it('goes on with its own build when another one takes its place, also with what it had not loaded', async () => {
    const { pointTo } = await import(packagePath('scripts', 'builder.mjs'))
    cpSync(build('one'), build('other'), { recursive: true })
    pointTo(join(checkout, 'dist'), build('other'))
    for (const path of [
      '/health/ready',
      '/en/d/prison',
      '/v1/charts/growth.svg',
      '/v1/data/sentences?measure=persons&by=year&format=xlsx',
    ])
      expect([path, (await ask(path)).status]).toEqual([path, 200])
  })

  it('is no longer ready when a part of its build is gone: what it loads later would fail', async () => {
    rmSync(join(build('one'), 'browser'), { recursive: true })
    const { status, text } = await ask('/health/ready')
    expect([status, JSON.parse(text).code]).toEqual([503, 'PROGRAM_INCOMPLETE'])
    expect(text).not.toContain(checkout)
    expect((await ask('/health/live')).status).toBe(200)
  })
})
