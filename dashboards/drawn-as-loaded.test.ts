import pino from 'pino'
import request from 'supertest'
import { afterAll, expect, inject, it, vi } from 'vitest'
import { makeApp, makeService, type Service } from '#api'
import { mountDashboards } from './index.ts'
import { renderSvg } from './render/render-svg.ts'

vi.mock('./render/render-svg.ts', { spy: true })

const settings = {
  home: inject('kgHome'),
  jurisdiction: 'kg',
  levels: ['public'],
  log: pino({ level: 'silent' }),
} as const
const service = makeService(settings)
afterAll(async () => await service.close())

/** A service that answers the first question of a page only when a chart of another one is drawn. */
function withLateAnswer(of: Service<'public'>): Service<'public'> {
  let asked = 0
  return {
    ...of,
    pin: (...chosen) => {
      const version = of.pin(...chosen)
      return {
        ...version,
        ask: async (question, signal) => {
          asked += 1
          if (asked === 1)
            await vi.waitFor(() => expect(renderSvg).toHaveBeenCalled(), { timeout: 10_000, interval: 5 })
          return await version.ask(question, signal)
        },
      }
    },
  }
}

it('draws each chart of a page as soon as its own panel is loaded', async () => {
  const app = makeApp(withLateAnswer(service), {}, mountDashboards)
  const page = await request(app).get('/en/d/probation')
  expect(page.status).toBe(200)
})
