import { createConfig, lintFromString } from '@redocly/openapi-core'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { mountDashboards } from '../../dashboards/index.ts'
import { answerSchema } from '../formats/answer-schema.ts'
import { problemSchema } from '../http/problem-schema.ts'
import { describedBy } from '../testing/described.ts'
import { publicApp } from '../testing/public-app.ts'

const { app } = publicApp(mountDashboards)

/** Which they take depends on the dataset and the method. */
const checkedByThemselves = [
  '/v1/data/{dataset}',
  '/v1/statistics/{method}',
  '/sdmx/data/{context}/{agency}/{id}/{version}/{key}',
]

describe('GET /openapi.json', () => {
  it('describes every route, and every example in it answers', async () => {
    const { body } = await request(app()).get('/openapi.json').expect(200)
    expect(body.openapi).toBe('3.1.0')
    for (const { examples, types } of await describedBy(app())) {
      expect(examples.length).toBeGreaterThan(0)
      for (const example of examples) {
        const { status, type } = await request(app()).get(example)
        expect([example, status]).toEqual([example, 200])
        expect(types.map((known) => known.split(';')[0])).toContain(type)
      }
    }
  })

  it('keeps the rules that Redocly recommends, so that generators can read it', async () => {
    const { text } = await request(app()).get('/openapi.json')
    const config = await createConfig({ extends: ['recommended'] })
    const problems = await lintFromString({ source: text, config })
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
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

  it('tells of each operation the parameters that it names to whoever mistypes one', async () => {
    for (const { path, parameters, examples } of await describedBy(app())) {
      const reported = parameters.filter((one) => one.in === 'query').map(({ name }) => name)
      if (reported.length === 0 || checkedByThemselves.includes(path)) continue
      const [example = ''] = examples
      const { body } = await request(app()).get(`${example}${example.includes('?') ? '&' : '?'}nothing=1`)
      expect([path, body.allowed]).toEqual([path, expect.arrayContaining(reported)])
    }
  })

  it('is there for people too, with every example as a link', async () => {
    const { text } = await request(app()).get('/docs/reference').expect(200)
    for (const { examples } of await describedBy(app()))
      for (const example of examples) expect(text).toContain(`href="${example.replaceAll('&', '&amp;')}"`)
  })

  it('answers programs with problem documents, whatever is mounted', async () => {
    for (const path of ['/sdmx/data/dataflow/TARAZA/NOTHING/1.0/*', '/v1/nothing', '/sdmx/nothing'])
      expect((await request(app()).get(path)).type).toBe('application/problem+json')
  })
})
