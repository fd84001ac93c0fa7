import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { SessionStore, TokenStore } from '#api'
import { retain } from './retention.ts'

const home = mkdtempSync(join(tmpdir(), 'retention-'))
const sessions = join(home, 'access', 'sessions')
const now = new Date('2026-11-30T02:30:00.000Z')
const retention = { auditDays: 1825, reportDays: 100, accessDays: 50, sessions }
afterAll(() => rmSync(home, { recursive: true }))

const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

describe('a night', () => {
  it('removes reports whose time is over, and no others', () => {
    for (const folder of ['reports', 'refused']) mkdirSync(join(home, folder), { recursive: true })
    const nameOf = (days: number) => `${daysAgo(days).toISOString().replaceAll(':', '-')}.json`
    for (const days of [1, 99, 101]) writeFileSync(join(home, 'reports', nameOf(days)), '{}')
    writeFileSync(join(home, 'refused', nameOf(400)), '{}')
    retain(home, retention, now)
    expect(readdirSync(join(home, 'reports'))).toEqual([nameOf(99), nameOf(1)])
    expect(readdirSync(join(home, 'refused'))).toEqual([])
  })

  it('forgets sessions that are over, and tokens that ended or were revoked long ago', () => {
    const tokens = new TokenStore(home)
    const created = (days: number, name: string) =>
      tokens.create({ name, role: 'analyst', days }, daysAgo(100)).record.id
    const [ended, , revoked] = [
      created(10, 'ended'),
      created(90, 'lately'),
      created(400, 'revoked'),
      created(400, 'lives'),
    ]
    tokens.revoke(revoked ?? '', daysAgo(60))
    const store = new SessionStore(sessions)
    const session = { who: 'oidc:a', role: 'analyst', checks: 'none' } as const
    store.begin(() => ({ ...session, until: Date.now() + 3_600_000 }))
    retain(home, retention, now)
    expect(tokens.list().map(({ name }) => name)).toEqual(['lately', 'lives'])
    expect(tokens.list().map(({ id }) => id)).not.toContain(ended)
    expect(readdirSync(sessions)).toHaveLength(Date.now() + 3_600_000 > now.getTime() ? 1 : 0)
    retain(home, retention, new Date(Date.now() + 7_200_000))
    expect(readdirSync(sessions)).toEqual([])
  })

  it('of a home where nobody asked leaves no log and no key', () => {
    retain(home, retention, now)
    expect([existsSync(join(home, 'audit')), existsSync(join(home, 'secrets'))]).toEqual([false, false])
  })
})
