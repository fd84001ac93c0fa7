import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { mountDashboards } from '../../dashboards/index.ts'
import { publicApp } from '../testing/public-app.ts'
import { operations } from './operations.ts'
import { answerSchema, problemSchema } from './schemas.ts'

const { app, service } = publicApp(mountDashboards)

describe('GET /openapi.json', () => {
  it('describes every route, and every example in it answers', async () => {
    const { body } = await request(app()).get('/openapi.json').expect(200)
    expect(body.openapi).toBe('3.1.0')
    for (const { path, examples, types } of operations(service().catalog)) {
      expect(Object.keys(body.paths)).toContain(path)
      expect(examples.length).toBeGreaterThan(0)
      for (const example of examples) {
        const { status, type } = await request(app()).get(example)
        expect([example, status]).toEqual([example, 200])
        expect(types.map((known) => known.split(';')[0])).toContain(type)
      }
    }
  })

  it('says how answers and problems look, strictly enough that both are checked by it', async () => {
    const { body } = await request(app()).get('/v1/data/sentences?measure=custodial_share&by=year,region&interval=95')
    expect(answerSchema.strict().parse(body)).toEqual(body)
    const { body: problem } = await request(app()).get('/v1/data/sentences?measure=person')
    expect(problemSchema.strict().parse(problem)).toEqual(problem)
  })

  it('knows no parameter that the service refuses, and every one that it takes', async () => {
    const { body } = await request(app()).get('/openapi.json')
    const { parameters } = body.paths['/v1/data/{dataset}'].get
    const named = parameters
      .filter((one: { in: string }) => one.in === 'query')
      .map(({ name }: { name: string }) => name)
    expect(named).toEqual(
      expect.arrayContaining(['measure', 'by', 'from', 'to', 'compare', 'base', 'interval', 'asOf', 'detail', 'sort']),
    )
    const { body: problem } = await request(app()).get('/v1/data/sentences?measure=persons&nothing=1')
    for (const name of named.filter((one: string) => !['level', 'format', 'lang'].includes(one)))
      expect(problem.allowed).toContain(name)
  })

  it('is there for people too, with every example as a link', async () => {
    const { text } = await request(app()).get('/docs/reference').expect(200)
    for (const { examples } of operations(service().catalog))
      for (const example of examples) expect(text).toContain(`href="${example.replaceAll('&', '&amp;')}"`)
  })

  it('answers programs with problem documents, whatever is mounted', async () => {
    for (const path of ['/sdmx/data/dataflow/TARAZA/NOTHING/1.0/*', '/v1/nothing', '/sdmx/nothing'])
      expect((await request(app()).get(path)).type).toBe('application/problem+json')
  })
})
