import type { Express } from 'express'
import pino from 'pino'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Mount, makeApp, makeService, type Service } from '../index.ts'

/** The public application over the home that all tests share, for the tests of one file; closed after them. */
export function publicApp(...mounts: readonly Mount[]): {
  readonly app: () => Express
  readonly service: () => Service<'public'>
} {
  const made: { app?: Express; service?: Service<'public'> } = {}
  beforeAll(() => {
    const log = pino({ level: 'silent' })
    made.service = makeService({ home: inject('kgHome'), jurisdiction: 'kg', levels: ['public'], log })
    made.app = makeApp(made.service, {}, ...mounts)
  })
  afterAll(() => made.service?.close())
  return { app: () => ready(made.app), service: () => ready(made.service) }
}

function ready<T>(made: T | undefined): T {
  if (made === undefined) throw new Error('the application is there once the tests run')
  return made
}
