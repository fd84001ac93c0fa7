import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { indicatorsSchema } from '../../warehouse/catalog/indicator.ts'
import { publicApp } from '../testing/public-app.ts'

const { app, service } = publicApp()

describe('indicators', () => {
  it('that rest on surveys are not computed from registers, and the schema forbids it', () => {
    const surveys = service().catalog.indicators.filter(({ rests_on }) => rests_on !== 'register')
    expect(surveys.length).toBeGreaterThan(3)
    for (const { series, type } of surveys) expect([series, type]).toEqual([[], 'context'])
    const [official] = service().catalog.indicators
    const wrong = { ...official, rests_on: 'survey' }
    expect(indicatorsSchema.safeParse([wrong]).success).toBe(false)
    expect(indicatorsSchema.safeParse([official]).success).toBe(true)
  })

  it('have a sheet in the language of the reader, and only 16.3.2 is official', async () => {
    const { body } = await request(app()).get('/v1/indicators?lang=ky').expect(200)
    const official = body.indicators.filter(({ type }: { type: string }) => type === 'official')
    expect(official.map(({ code }: { code: string }) => code)).toEqual(['16.3.2'])
    expect(official[0].label).toBe('Өкүмсүз кармалгандар')
    expect(official[0].synthetic).toBe(true)
  })

  it('answer with the figures that the grammar gives', async () => {
    const { body } = await request(app()).get('/v1/indicators/16.3.2').expect(200)
    const { body: asked } = await request(app()).get('/v1/data/custody_stock?measure=unsentenced_share&by=year')
    expect(body.answers[0].rows).toEqual(asked.rows)
    expect(body.release).toBe(asked.release)
    await request(app()).get('/v1/indicators/16.3.9').expect(404)
  })

  it('say which disaggregations are expected and which there are', async () => {
    const { body } = await request(app()).get('/v1/indicators/coverage').expect(200)
    const [first] = body.coverage
    expect(first).toMatchObject({ code: '16.3.2', expected: 3, available: 2 })
  })
})
