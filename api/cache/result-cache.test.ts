import pino from 'pino'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { type Answer, datasetNamed, parseQuestion, type Question } from '#warehouse'
import { makeService } from '../index.ts'
import { ResultCache } from './result-cache.ts'

const wanted = new AbortController().signal
const log = pino({ level: 'silent' })
const services = [0, 1].map(() => makeService({ home: inject('kgHome'), jurisdiction: 'kg', levels: ['public'], log }))
afterAll(async () => {
  for (const service of services) await service.close()
})

const questionOf = (parameters: Record<string, string>, dataset = 'sentences'): Question => {
  const { catalog } = services[0] as (typeof services)[0]
  return parseQuestion(parameters, datasetNamed(dataset, catalog))
}
const ask = (at: number, question: Question): Promise<Answer> =>
  (services[at] as (typeof services)[0]).pin('public').ask(question, wanted)

describe('the cache of results', () => {
  it('computes each question of a version once, also when it comes several times at once', async () => {
    const question = questionOf({ measure: 'persons', by: 'year' })
    const answer = await ask(0, question)
    const [cache, version] = [new ResultCache(), answer.edition.id]
    let computed = 0
    const compute = async () => {
      computed += 1
      return answer
    }
    await Promise.all([1, 2, 3].map(() => cache.get(question, version, wanted, compute)))
    await cache.get({ ...question }, version, wanted, compute)
    expect(computed).toBe(1)
    await cache.get(questionOf({ measure: 'persons', by: 'region' }), version, wanted, compute)
    expect(computed).toBe(2)
  })

  it('keeps versions apart, and stores no failure', async () => {
    const question = questionOf({ measure: 'persons', by: 'year' })
    const [cache, answer] = [new ResultCache(), await ask(0, question)]
    const other = { ...answer, rows: 0 }
    const fail = () => cache.get(question, 'one', wanted, () => Promise.reject(new Error('no')))
    await expect(fail()).rejects.toThrow('no')
    expect(await cache.get(question, 'one', wanted, async () => answer)).toBe(answer)
    expect(await cache.get(question, 'other', wanted, async () => other)).toBe(other)
    expect(await cache.get(question, 'one', wanted, async () => other)).toBe(answer)
  })

  it('gives what a service gives that was never asked before, in whatever order questions come', async () => {
    const questions = [
      questionOf({ measure: 'persons', by: 'year,region' }),
      questionOf({ measure: 'persons', by: 'year,region', region: 'KG-C' }),
      questionOf({ measure: 'persons', by: 'year,region', region: 'KG-C', interval: '95' }),
      questionOf({ measure: 'persons', by: 'year,region', region: 'KG-C', limit: '2', offset: '1' }),
      questionOf({ measure: 'persons', by: 'year', from: '2022', to: '2023' }),
      questionOf({ measure: 'held', by: 'quarter' }, 'custody_stock'),
    ]
    for (const question of [...questions, ...questions]) await ask(0, question)
    for (const question of questions.toReversed()) expect(await ask(0, question)).toEqual(await ask(1, question))
  })
})
