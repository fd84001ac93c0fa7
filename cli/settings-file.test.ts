import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Refusal } from '#foundation'
import { readConfiguration } from './configuration.ts'

const folder = mkdtempSync(join(tmpdir(), 'settings-'))
const path = join(folder, 'taraza.yaml')
afterAll(() => rmSync(folder, { recursive: true }))

function read(text: string, environment: NodeJS.ProcessEnv = {}) {
  writeFileSync(path, text)
  const warnings: string[] = []
  return { ...readConfiguration(environment, (warning) => warnings.push(warning), path), warnings }
}

function refusalOf(text: string): Pick<Refusal, 'message' | 'place'> {
  try {
    read(text)
  } catch (error) {
    expect([error instanceof Refusal, (error as Refusal).code]).toEqual([true, 'BAD_CONFIGURATION'])
    return error as Refusal
  }
  throw new Error(`${text} was taken`)
}

/** Lists of lists, each ten times as long as the one before. */
const growing = Array.from(
  { length: 12 },
  (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `${`*a${at - 1},`.repeat(10)}`}]`,
)

describe('the file of settings', () => {
  it.each(['', '# all as it is\n', '\ufeffport: 8081\n', '---\nPORT: "8081"\n...\n'])('may be %j', (text) => {
    expect(read(text).PORT).toBe(text.includes('8081') ? 8081 : 8080)
  })

  it.each([
    ['port: 1\ntaraza_host: a\nPORT: 2\n', 3, ['"port"', 'PORT']],
    ['Port: 1\nport: 1\n', 2, ['"Port"', 'port']],
    ['taraza_threads: 2\nTARAZA_DUCKDB_THREADS: 3\n', 1, ['TARAZA_THREADS', 'TARAZA_DUCKDB_THREADS']],
    ['port: 1\n---\nport: 2\n', 2, ['document']],
    ['port: 1\n---\n', 2, ['document']],
    ['[]', 1, ['list']],
    ['5', 1, ['number']],
    ['a text', 1, ['text']],
    ['# port\nport: eighty\n', 2, ['PORT', 'a number']],
    ['port: [8080]\n', 1, ['port', 'one value']],
    ['port: true\n', 1, ['PORT']],
    ['taraza_host: a\nlog_level: loud\n', 2, ['LOG_LEVEL', 'one of']],
    ['taraza_host: a\nprot: 1\n', 2, ['prot', 'port']],
    ['taraza_internal_sercet: a\n', 1, ['Did you mean "taraza_internal_secret"?']],
    ['host: 0.0.0.0\n', 1, ['"taraza_host"']],
    ['taraza_duckdb_memory_limit: 4 gigabytes\n', 1, ['The setting', 'such as 2GB']],
    ['taraza_home: ~/statistics\n', 1, ['TARAZA_HOME', 'whole path']],
    ['taraza_cors_origins: https://a.example, b.example\n', 1, ['TARAZA_CORS_ORIGINS', 'https://example.org']],
    ['taraza_public_url: https://a.example/statistics/\n', 1, ['TARAZA_PUBLIC_URL', 'without a path']],
    ['port: 1\nport: 2\n', 2, ['twice']],
    ['taraza_host: *\n', 1, ['quotation marks']],
    ['port: 1\ntaraza_host: *a\n', 2, ['quotation marks']],
    [growing.join('\n'), 2, ['written out']],
    ['port: &a [*a]\n', 1, []],
  ])('is refused with line and reason: %j', (text, line, named) => {
    const { message, place } = refusalOf(text)
    expect(place).toMatchObject({ file: path, line })
    for (const name of named) expect(message).toContain(name)
  })

  it.each(['0123', '1e5', '1234567890123456789012', '0x1F', '1.0'])(
    'changes no text that looks like a number: %s',
    (text) => {
      const { message, place } = refusalOf(`port: 1\ntaraza_oidc_client_secret: ${text} # kept\n`)
      expect(place.line).toBe(2)
      expect(message).toContain('quotation marks')
      expect(message).not.toContain(text)
      expect(read(`taraza_internal_key: "${text.padEnd(40, '0')}"\n`).TARAZA_INTERNAL_SECRET).toBe(text.padEnd(40, '0'))
    },
  )

  it('tells all faults of the file and of the environment at once', () => {
    const wrong = 'port: eighty\ntaraza_threds: 3\nlog_level: loud\ntaraza_threads: 2\ntaraza_duckdb_threads: 4\n'
    writeFileSync(path, wrong)
    const read = () => readConfiguration({ TARAZA_HOSTT: 'a', TARAZA_WORKERS: 'many' }, () => {}, path)
    for (const named of [/There are 6 faults/, /TARAZA_HOSTT/, /:2: .*taraza_threds/, /:1: .*PORT/, /:3: .*LOG_LEVEL/])
      expect(read).toThrow(named)
    expect(read).toThrow(/environment: The setting TARAZA_WORKERS/)
    expect(read).toThrow(/:4: .*Remove TARAZA_THREADS/)
  })

  it('tells a wrong value also beside its former name', () => {
    const both = 'taraza_memory: 4GB\ntaraza_duckdb_memory_limit: 4 gigabytes\n'
    expect(refusalOf(both).message).toMatch(/There are 2 faults.*Remove TARAZA_MEMORY.*such as 2GB/s)
  })

  it('names no former setting among those that there are', () => {
    expect(refusalOf('nothing_like_it: 1\n').message).not.toMatch(/taraza_threads|TARAZA/)
  })

  it('is refused where it is a folder, and where its name would pass it over', () => {
    const named = (name: string) => () => readConfiguration({}, () => {}, join(folder, name))
    mkdirSync(join(folder, 'folder.yaml'))
    writeFileSync(join(folder, 'short.yml'), 'port: 1\n')
    expect(named('folder.yaml')).toThrow(/^this is a folder/)
    expect(named('short.yaml')).toThrow(/rename it to short\.yaml/)
  })

  it('says each former name at its place', () => {
    const { warnings, TARAZA_DUCKDB_THREADS } = read('# a\ntaraza_threads: 3\n', { TARAZA_THREADS: '4' })
    const said = 'The setting TARAZA_THREADS is now called TARAZA_DUCKDB_THREADS.'
    expect(TARAZA_DUCKDB_THREADS).toBe(4)
    expect(warnings).toEqual([expect.stringContaining(`${path}:2: ${said}`), expect.stringMatching(`^${said}`)])
  })
})

describe('a setting that is empty', () => {
  it.each(['', ' '])('is not set: %j', (nothing) => {
    const names = ['TARAZA_HOME', 'PORT', 'TARAZA_THREADS', 'TARAZA_PUBLIC_URL', 'LOG_LEVEL', 'TARAZA_CORS_ORIGINS']
    const empty = Object.fromEntries(
      [...names, 'TARAZA_INTERNAL_SECRET', 'TARAZA_NOTHING'].map((name) => [name, nothing]),
    )
    expect(read('', empty)).toEqual(read(''))
    expect(read('port: 8081\n', empty)).toEqual(read('port: 8081\n'))
    expect(read(names.map((name) => `${name.toLowerCase()}: "${nothing}"\n`).join(''))).toEqual(read(''))
    expect(read('port:\nlog_level: ~\n')).toEqual(read(''))
  })

  it('stands beside its other name', () => {
    expect(read('', { TARAZA_THREADS: '', TARAZA_DUCKDB_THREADS: '4' })).toEqual(
      read('', { TARAZA_DUCKDB_THREADS: '4' }),
    )
    expect(read('', { TARAZA_THREADS: '4', TARAZA_DUCKDB_THREADS: '' }).TARAZA_DUCKDB_THREADS).toBe(4)
  })
})
