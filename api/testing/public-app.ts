import type { RequestListener } from 'node:http'
import pino from 'pino'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Mount, makeApp, makeService, type Service } from '../index.ts'

/** The public application over the home that all tests share, for the tests of one file; closed after them. */
export function publicApp(...mounts: readonly Mount[]): {
  readonly app: () => RequestListener
  readonly service: () => Service<'public'>
} {
  const created: { app?: RequestListener; service?: Service<'public'> } = {}
  beforeAll(() => {
    const log = pino({ level: 'silent' })
    created.service = makeService({ home: inject('kgHome'), jurisdiction: 'kg', levels: ['public'], log })
    created.app = makeApp(created.service, {}, ...mounts)
  })
  afterAll(() => created.service?.close())
  return { app: () => ready(created.app), service: () => ready(created.service) }
}

function ready<T>(created: T | undefined): T {
  if (created === undefined) throw new Error('the application is there once the tests run')
  return created
}
