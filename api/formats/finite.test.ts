import express from 'express'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { makeRoutes } from '../app.ts'
import { costLimit } from '../costs/cost-limit.ts'
import { publicApp } from '../testing/public-app.ts'
import { finiteJson, refuseNonFinite, requireFiniteColumns } from './finite.ts'

const { service } = publicApp()

describe('a number that is not finite', () => {
  it.each([NaN, Infinity, -Infinity])(
    '%d is a fault of the server in every JSON that is sent, never null',
    async (odd) => {
      expect(() => finiteJson({ share: 0.3, limits: [{ upper: odd }] })).toThrow('upper')
      expect(JSON.parse(finiteJson({ upper: null, lower: 0.1 }))).toEqual({ upper: null, lower: 0.1 })
      const small = express()
      small.set('json replacer', refuseNonFinite)
      small.get('/', (_request, response) => void response.json({ odd }))
      await request(small).get('/').expect(500)
      expect(makeRoutes(service(), costLimit(1, 0), {}, []).get('json replacer')).toBe(refuseNonFinite)
    },
  )

  it('is refused in a column of any answer, except where the column says that there is none', () => {
    const column = { name: 'share', type: 'float64' as const, length: 2, values: Float64Array.of(0.5, NaN) }
    expect(() => requireFiniteColumns([{ ...column, validity: null }])).toThrow('share')
    expect(() => requireFiniteColumns([{ ...column, validity: Uint8Array.of(0b01) }])).not.toThrow()
  })
})
