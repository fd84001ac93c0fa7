import { describe, expect, it } from 'vitest'
import { costPerMinute, readConfiguration } from './configuration.ts'

const limitOf = (settings: NodeJS.ProcessEnv) =>
  costPerMinute(readConfiguration({ TARAZA_HOME: 'nowhere', ...settings }))

describe('what requests of one asker may cost', () => {
  it('is a minute of work unless it is set', () => {
    expect(limitOf({})).toBe(60_000)
    expect(limitOf({ TARAZA_COST_PER_MINUTE: '9000' })).toBe(9000)
  })

  it('is counted from a number of requests where only that is set, as earlier versions had it', () => {
    expect(limitOf({ TARAZA_REQUESTS_PER_MINUTE: '600' })).toBe(30_000)
    expect(limitOf({ TARAZA_REQUESTS_PER_MINUTE: '600', TARAZA_COST_PER_MINUTE: '9000' })).toBe(9000)
  })
})
