import { mkdtempSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApp, makeService, type Service } from '#api'
import { writeSamples } from '#data-samples'
import { languages } from '#jurisdictions'
import { runNightly } from '../cli/nightly/run-nightly.ts'
import { runRelease } from '../cli/releases/run-release.ts'
import { keepSecrets } from '../cli/testing/homes.ts'
import { mountDashboards } from './index.ts'

/** The short tests try a home of one quarter and a part of its charts. */
const isLong = process.env['TARAZA_TEST'] === 'long'

const folder = mkdtempSync(join(tmpdir(), 'short-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A home whose extracts begin in 2025, without the year that others are compared with. */
async function shortHome(to: string): Promise<string> {
  const [home, incoming] = [join(folder, to), join(folder, `incoming-${to}`)]
  keepSecrets(home)
  await writeSamples({ jurisdiction: 'kg', out: incoming, from: '2025-01', to })
  await runNightly({ home, jurisdiction: 'kg', incoming, now: new Date('2026-01-15T02:30:00Z') })
  await runRelease({ home, now: new Date('2026-02-14T06:00:00Z'), effort: 0.02 })
  return home
}

describe.each([['2025-03', '2025-Q1'], ...(isLong ? [['2025-12', '2025-Q4'] as const] : [])] as const)(
  'a home whose figures go from January 2025 to %s',
  (to, quarter) => {
    let service: Service<'public'>
    let app: RequestListener
    beforeAll(async () => {
      const log = pino({ level: 'silent' })
      service = makeService({ home: await shortHome(to), jurisdiction: 'kg', levels: ['public'], log })
      app = makeApp(service, {}, mountDashboards)
    })
    afterAll(() => service.close())

    it('shows every page, and says on it why something is missing', async () => {
      const { text } = await request(app).get('/en/methods').expect(200)
      const links = [...text.matchAll(/href="(\/en\/[^"?#]*)"/g)].map(([, link = '']) => link)
      const pages = [...new Set(['/en/', ...links]), '/en/?period=year', '/ru/?period=quarter', '/embed/growth']
      expect(pages.length).toBeGreaterThan(15)
      for (const page of pages) expect([page, (await request(app).get(page)).status]).toEqual([page, 200])
      for (const language of languages) {
        const first = (await request(app).get(`/${language}/`)).text
        expect(first).toContain('class="notice"')
        expect(first.split('<section class="panel"').length).toBeGreaterThan(3)
        expect(first).toContain('<svg')
      }
    })

    it('has the files of every chart, or says why not', async () => {
      const { body } = await request(app).get('/v1/charts/none.svg').expect(404)
      const all = (body.allowed as readonly string[]).filter((name) => name.endsWith('.json'))
      const charts = all.filter((_, at) => isLong || at % 4 === 0)
      for (const chart of charts) {
        const { status, body: said } = await request(app).get(`/v1/charts/${chart}`)
        expect([chart, status === 200 || typeof said.code === 'string', status < 500]).toEqual([chart, true, true])
      }
      for (const file of ['growth.svg', 'growth.pdf', 'share.pptx'])
        await request(app).get(`/v1/charts/${file}`).expect(200)
    })

    it.each(isLong ? ['pptx', 'pdf', 'xlsx', 'zip'] : ['zip'])('has a pack: %s', async (format) => {
      await request(app).get(`/v1/packs/${quarter}/ky.${format}`).expect(200)
    })
  },
)
