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
    const warnings: string[] = []
    readConfiguration({ TARAZA_REQUESTS_PER_MINUTE: '600' }, (warning) => warnings.push(warning))
    expect(warnings).toEqual([expect.stringContaining('TARAZA_COST_PER_MINUTE=30000 is used')])
  })
})

describe('an address of readers', () => {
  it.each(['https://statistics.example.org', 'https://statistics.example.org/', 'HTTPS://Statistics.Example.org:443'])(
    'is an origin, however it is written: %s',
    (text) => {
      const { TARAZA_PUBLIC_URL, TARAZA_CORS_ORIGINS } = readConfiguration({
        TARAZA_PUBLIC_URL: text,
        TARAZA_CORS_ORIGINS: ` ${text}, http://localhost:3000,`,
      })
      expect(TARAZA_PUBLIC_URL).toBe('https://statistics.example.org')
      expect(TARAZA_CORS_ORIGINS).toEqual(['https://statistics.example.org', 'http://localhost:3000'])
    },
  )

  it.each([
    'statistics.example.org',
    '*',
    'https://a.example/path',
    'https://a.example?b',
    'ftp://a.example',
    'https://',
  ])('is not %s', (text) => {
    for (const name of ['TARAZA_PUBLIC_URL', 'TARAZA_CORS_ORIGINS'])
      expect(() => readConfiguration({ [name]: text })).toThrow(`The setting ${name} cannot be used`)
  })
})

describe('the ports of a server', () => {
  it('are two', () => {
    expect(() => readConfiguration({ PORT: '9000', TARAZA_OPERATOR_PORT: '9000' })).toThrow('need a port each')
    expect(() => readConfiguration({ TARAZA_OPERATOR_PORT: '8080' })).toThrow('are both 8080')
    expect(() => readConfiguration({ PORT: '0', TARAZA_OPERATOR_PORT: '0' })).not.toThrow()
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

describe('a setting under its former name', () => {
  const read = (settings: NodeJS.ProcessEnv) => {
    const warnings: string[] = []
    return { configuration: readConfiguration(settings, (warning) => warnings.push(warning)), warnings }
  }

  it.each([
    ['TARAZA_MEMORY', 'TARAZA_DUCKDB_MEMORY_LIMIT', '512MB'],
    ['TARAZA_THREADS', 'TARAZA_DUCKDB_THREADS', '7'],
    ['TARAZA_DEADLINE_MS', 'TARAZA_QUERY_TIMEOUT_MS', '900'],
    ['TARAZA_PROCESSES', 'TARAZA_WORKERS', '3'],
    ['TARAZA_INTERNAL_KEY', 'TARAZA_INTERNAL_SECRET', 'k'.repeat(32)],
    ['TARAZA_SESSIONS', 'TARAZA_SESSIONS_DIR', '/shared/sessions'],
    ['TARAZA_ACCESS_DAYS', 'TARAZA_TOKEN_DAYS', '90'],
  ])('means the same and warns: %s', (formerly, name, value) => {
    const { configuration, warnings } = read({ [formerly]: value })
    const { configuration: renamed, warnings: none } = read({ [name]: value })
    expect(configuration).toEqual(renamed)
    expect(String(configuration[name as 'TARAZA_WORKERS'])).toBe(value)
    expect(warnings).toEqual([`The setting ${formerly} is now called ${name}. The next version accepts only ${name}.`])
    expect(none).toEqual([])
  })

  it('is refused beside another value of the new one', () => {
    expect(read({ TARAZA_THREADS: '2', TARAZA_DUCKDB_THREADS: '2' }).warnings).toHaveLength(1)
    expect(() => read({ TARAZA_THREADS: '2', TARAZA_DUCKDB_THREADS: '4' })).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIGURATION', message: expect.stringMatching(/Remove TARAZA_THREADS/) }),
    )
  })
})
