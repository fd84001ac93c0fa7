import request from 'supertest'
import { describe, expect, it } from 'vitest'
import type { JsonAnswer } from '#api'
import { publicApp } from '../../api/testing/public-app.ts'
import { type FigureOfTwo, largerMove, missingMoves } from './missing-shares.ts'
import { numberIn, rowsOf } from './rows.ts'
import { askingOnce } from './run-query.ts'

const { app, service } = publicApp()

async function movesOf(figure: Partial<FigureOfTwo>) {
  const whole = { dataset: 'sentences', measure: 'persons', where: {}, by: 'year', before: '2020', after: '2023' }
  const { signal } = new AbortController()
  const ask = askingOnce(service().pin('public'), signal)
  return await missingMoves({ ...whole, ...figure }, { service: service(), language: 'en', ask })
}

async function personsIn(year: string, filters: string): Promise<number> {
  const { body } = await request(app()).get(
    `/v1/data/sentences?measure=persons&by=year&from=${year}&to=${year}${filters}`,
  )
  return numberIn(rowsOf(body as JsonAnswer)[0], 'persons') ?? 0
}

describe('what is missing in two periods', () => {
  it('is the share of the unknown code of each dimension that a figure is narrowed by or made of', async () => {
    expect(await movesOf({})).toEqual([])
    const [move, ...others] = await movesOf({ measure: 'custodial_share' })
    expect([move?.dimension, others]).toEqual(['Class of sanction', []])
    for (const [year, share] of [
      ['2020', move?.before],
      ['2023', move?.after],
    ] as const)
      expect(share).toBe((await personsIn(year, '&sanction_class=UNK')) / (await personsIn(year, '')))
    const narrowed = await movesOf({ where: { region: 'KG-C', sex: 'F', sanction_class: 'CUST' } })
    expect(narrowed.map(({ dimension }) => dimension)).toEqual(['Region', 'Sex', 'Class of sanction'])
  })

  it('is looked for in registers of their own, and left out where it may not be known', async () => {
    const supervision = { dataset: 'supervision', measure: 'completion_share', where: { kind: 'executive', sex: 'F' } }
    const known = await movesOf(supervision)
    expect(known.map(({ dimension }) => dimension)).toEqual(['Sex', 'Outcome'])
  })

  it('makes a change that is smaller than itself one that cannot be told', () => {
    const moves = [{ dimension: 'Sex', before: 0.01, after: 0.05 }]
    expect(largerMove(moves, 0.03)).toBe(moves[0])
    expect(largerMove(moves, -0.05)).toBeUndefined()
  })
})
