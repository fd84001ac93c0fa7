import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import supertest from 'supertest'
import { describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { makeService, RequestMetrics, TokenStore } from '#api'
import { makeOperatorApp } from '#dashboards'
import { packagePath } from '#foundation'
import { rememberBackup } from '#warehouse'
import { waitingMetrics } from '../cli/server/waiting-metrics.ts'
import { testHome } from '../cli/testing/homes.ts'

const folder = packagePath('deploy', 'prometheus')
const { groups } = parse(readFileSync(`${folder}/alerts.yaml`, 'utf8')) as {
  groups: { rules: { alert: string; expr: string; annotations: { summary: string; action: string } }[] }[]
}
const rules = groups.flatMap(({ rules: own }) => own)
const promtool = (...words: string[]) => spawnSync('promtool', words, { cwd: folder, encoding: 'utf8' })

const backup = {
  at: '2026-11-14T03:30:00Z',
  backup: '000001-2026-11-14',
  files: 1,
  bytes: 1,
  release: null,
  generation: null,
  secrets: true,
}

describe('the alert rules', () => {
  it('ask for metrics that the restricted listener has', async () => {
    const test = testHome()
    const home = join(test.home, 'of-metrics')
    cpSync(inject('kgHome'), home, { recursive: true, filter: (path) => !/[.](duckdb|parquet|csv|lock)$/.test(path) })
    rememberBackup(home, { ...backup, folder: test.home })
    const service = makeService({
      home,
      jurisdiction: 'kg',
      levels: ['analyst', 'officer'],
      log: pino({ level: 'silent' }),
    })
    const ofPublic = await new RequestMetrics(() => 0).text()
    const tokens = new TokenStore(test.home)
    const { token } = tokens.create({ name: 'steward', role: 'steward', days: 1 }, new Date())
    const app = makeOperatorApp(home, { ...service, tokens }, undefined, () => waitingMetrics(home) + ofPublic)
    const { text } = await supertest(app).get('/metrics').set('Authorization', `Bearer ${token}`)
    const known = [...text.matchAll(/^# HELP (\w+)/gm)].map(([, name]) => name)
    const asked = [...new Set(rules.flatMap(({ expr }) => [...expr.matchAll(/taraza_\w+/g)].map(([name]) => name)))]
    expect(asked.length).toBeGreaterThan(6)
    expect(asked.filter((name) => !known.includes(name))).toEqual([])
    for (const name of ['RELEASE.json', 'CURRENT.json', 'backup.json']) writeFileSync(join(home, name), '{')
    const damaged = await supertest(app).get('/metrics').set('Authorization', `Bearer ${token}`)
    expect([damaged.status, damaged.text]).toEqual([200, expect.stringContaining('\ntaraza_damaged_state 3\n')])
    expect(damaged.text).toContain('taraza_run_failed')
    await service.close()
    test.remove()
  })

  it('say what happened and what to do, in sentences', () => {
    for (const { annotations } of rules) expect(Object.values(annotations).join(' ')).toMatch(/^[A-Z].*\. [A-Z].*\.$/)
  })

  it.skipIf(promtool('--version').error !== undefined)(
    'are sound by Prometheus itself, and fire when they should',
    () => {
      expect(promtool('check', 'rules', 'alerts.yaml')).toMatchObject({ status: 0 })
      expect(promtool('test', 'rules', 'alerts.test.yaml')).toMatchObject({ status: 0 })
    },
  )
})
