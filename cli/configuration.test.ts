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

describe('a setting that does not exist', () => {
  const given =
    (name: string, value = '1') =>
    () =>
      readConfiguration({ [name]: value })

  it.each([
    ['TARAZA_TRUSTED_PROXY', 'TARAZA_TRUSTED_PROXIES'],
    ['TARAZA_PORT', 'PORT'],
    ['TARAZA_COST_PER_MIN', 'TARAZA_COST_PER_MINUTE'],
  ])('is refused, with the one that was meant: %s', (name, meant) => {
    expect(given(name)).toThrow(`There is no setting ${name}. Did you mean ${meant}?`)
  })

  it('is refused where nothing like it exists', () => {
    expect(given('TARAZA_SMALL_CELLS')).toThrow('There is no setting TARAZA_SMALL_CELLS. Remove it.')
  })

  it.each([
    ['TARAZA_PORT', 'tcp://10.0.0.7:8080'],
    ['TARAZA_SERVICE_HOST', '10.0.0.7'],
    ['TARAZA_PORT_8080_TCP_ADDR', '10.0.0.7'],
    ['TARAZA_TEST', 'long'],
    ['OTHER_TARAZA_PROXY', '1'],
  ])('is none where %s is set by others', (name, value) => {
    expect(given(name, value)).not.toThrow()
  })
})
