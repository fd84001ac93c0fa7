import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from '#foundation'
import { Listeners } from '../testing/listeners.ts'
import { anchorAuditLog } from './audit-anchors.ts'
import type { AuditEntry } from './audit-files.ts'
import { AuditLog } from './audit-log.ts'
import { auditRefusals } from './audit-refusals.ts'
import { keepAuditLog } from './audit-retention.ts'
import { verifyAuditLog } from './audit-verify.ts'

const day = 86_400_000
const start = Date.parse('2026-01-01T00:00:00Z')
let home = ''
let stored = ''

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'audit-'))
  stored = join(home, 'kept-outside.jsonl')
})
afterEach(() => rmSync(home, { recursive: true }))

const entryAt = (days: number): AuditEntry => ({
  at: new Date(start + days * day).toISOString(),
  who: 'token:1:a',
  role: 'analyst',
  level: 'analyst',
  edition: '2026-Q1.1',
  question: { dataset: 'sentences' },
  rows: 3,
  purpose: null,
})

/** A process that answers so many questions, beginning on a day. */
function processOf(answers: number, days: number): AuditLog {
  const log = new AuditLog(home)
  for (let at = 0; at < answers; at++) log.append(entryAt(days + at / 100))
  return log
}
/** The line that a night signs, kept outside. */
function keepOutside(days: number): void {
  appendFileSync(stored, `${JSON.stringify(anchorAuditLog(home, new Date(start + days * day)))}\n`)
}
const names = () => readdirSync(join(home, 'audit')).filter((name) => name !== 'anchors.jsonl')
const file = (name = '') => join(home, 'audit', name)
const isBroken = (outside?: string) =>
  expect(() => verifyAuditLog(home, outside)).toThrow(expect.objectContaining({ code: 'AUDIT_LOG_BROKEN' }))

function withoutLastLines(path: string, count: number): void {
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  writeFileSync(
    path,
    lines
      .slice(0, -count)
      .map((line) => `${line}\n`)
      .join(''),
  )
}

describe('a line that was torn', () => {
  it('is told, and the log goes on behind it', () => {
    processOf(3, 0)
    const [first = ''] = names()
    appendFileSync(file(first), '{"at":"2026-01-01T00')
    expect(verifyAuditLog(home)).toMatchObject({ answers: 3, torn: [first] })
    processOf(2, 1)
    keepOutside(2)
    expect(verifyAuditLog(home, stored)).toMatchObject({ answers: 5, files: 2, torn: [first] })
    const lines = readFileSync(file(first), 'utf8').split('\n')
    writeFileSync(file(first), [lines[0], lines[1]?.slice(0, -9), ...lines.slice(2)].join('\n'))
    isBroken()
  })

  it('is none when the disk is full: the answer is refused, and the next one begins another file', () => {
    const log = processOf(2, 0)
    const [first = ''] = names()
    const whole = readFileSync(file(first), 'utf8')
    rmSync(file(first))
    symlinkSync('/dev/full', file(first))
    expect(() => log.append(entryAt(1))).toThrow('ENOSPC')
    rmSync(file(first))
    writeFileSync(file(first), whole)
    log.append(entryAt(1))
    expect(verifyAuditLog(home)).toMatchObject({ answers: 3, files: 2, torn: [] })
  })

  it('is none in a file that was begun when the disk was full; one that was emptied is missed', () => {
    processOf(2, 0)
    processOf(2, 1)
    writeFileSync(file('2026-01-01T00-00-00.000Z-9.jsonl'), '')
    expect(verifyAuditLog(home)).toMatchObject({ files: 2 })
    const [first = ''] = names().filter((name) => !name.includes('-9.jsonl'))
    writeFileSync(file(first), '')
    expect(() => verifyAuditLog(home)).toThrow(expect.objectContaining({ code: 'AUDIT_LOG_BROKEN' }))
  })
})

describe('a signed line about the audit log', () => {
  it('tells how much there is, and goes on from the line before', () => {
    processOf(3, 0)
    expect(anchorAuditLog(home, new Date(start + day))).toMatchObject({ number: 0, files: 1, lines: 3 })
    processOf(2, 1)
    expect(anchorAuditLog(home, new Date(start + 2 * day))).toMatchObject({ number: 1, files: 2, lines: 5 })
    expect(verifyAuditLog(home)).toMatchObject({ files: 2, answers: 5, anchoredAt: '2026-01-03T00:00:00.000Z' })
  })

  it('says nothing of a home where nobody asked, and makes no key there', () => {
    expect(anchorAuditLog(home, new Date())).toBeUndefined()
    expect([readdirSync(home), verifyAuditLog(home).anchoredAt]).toEqual([[], undefined])
  })

  it('is not signed with another key when the key is gone: all lines before would look forged', () => {
    processOf(3, 0)
    anchorAuditLog(home, new Date(start + day))
    const key = join(home, 'secrets', 'audit.pem')
    renameSync(key, `${key}.away`)
    for (const work of [() => anchorAuditLog(home, new Date(start + 2 * day)), () => verifyAuditLog(home)])
      expect(work).toThrow(expect.objectContaining({ code: 'AUDIT_KEY_BROKEN' }))
    expect(existsSync(key)).toBe(false)
    renameSync(`${key}.away`, key)
    expect(verifyAuditLog(home).answers).toBe(3)
  })

  it('finds last lines that were cut off, and the last file that is gone', () => {
    processOf(3, 0)
    processOf(2, 1)
    keepOutside(2)
    const [first = '', last = ''] = names()
    copyFileSync(file(last), stored.replace('kept', 'copy'))
    withoutLastLines(file(last), 1)
    isBroken()
    rmSync(file(last))
    isBroken()
    copyFileSync(stored.replace('kept', 'copy'), file(last))
    expect(verifyAuditLog(home, stored).answers).toBe(5)
    writeFileSync(file(first), '{"half')
    isBroken()
  })

  it('finds a log that is gone as a whole, with its signed lines and with its key', () => {
    processOf(3, 0)
    keepOutside(1)
    rmSync(join(home, 'audit'), { recursive: true })
    isBroken()
    rmSync(join(home, 'secrets'), { recursive: true })
    expect(verifyAuditLog(home).answers).toBe(0)
    isBroken(stored)
    processOf(3, 0)
    anchorAuditLog(home, new Date(start + day))
    isBroken(stored)
  })

  it('finds signed lines that were cut off together with the lines that they tell of', () => {
    processOf(3, 0)
    keepOutside(1)
    processOf(2, 1)
    keepOutside(2)
    const [, last = ''] = names()
    rmSync(file(last))
    withoutLastLines(file('anchors.jsonl'), 1)
    expect(verifyAuditLog(home).answers).toBe(3)
    isBroken(stored)
  })

  it('is no other line: changed, out of order or not signed', () => {
    processOf(3, 0)
    keepOutside(1)
    processOf(2, 1)
    keepOutside(2)
    expect(() => verifyAuditLog(home, join(home, 'none'))).toThrow(/no such file/)
    const [first = '', second = ''] = readFileSync(stored, 'utf8').trim().split('\n')
    for (const lines of [[first.replace('"lines":3', '"lines":2')], [second], [first, first], ['{}']]) {
      writeFileSync(file('anchors.jsonl'), lines.map((line) => `${line}\n`).join(''))
      isBroken()
    }
  })
})

describe('the time that the audit log is kept', () => {
  it('ends for whole files, which a signed line tells of', () => {
    processOf(3, 0)
    processOf(2, 50)
    expect(keepAuditLog(home, 60, new Date(start + 55 * day))).toBe(0)
    expect(keepAuditLog(home, 60, new Date(start + 70 * day))).toBe(1)
    processOf(1, 71)
    expect(verifyAuditLog(home)).toMatchObject({ files: 2, answers: 3, removed: 1 })
    expect(anchorAuditLog(home, new Date(start + 72 * day))).toMatchObject({ files: 3, lines: 6 })
    rmSync(file(names()[0]))
    isBroken()
  })

  it('is not shortened by a signed line', () => {
    processOf(3, 0)
    anchorAuditLog(home, new Date(start + day))
    const { at, hash, number } = JSON.parse(readFileSync(file(names()[0]), 'utf8').trim().split('\n')[2] ?? '')
    const ends = { [names()[0] ?? '']: { at, hash, number } }
    anchorAuditLog(home, new Date(start + 2 * day), { days: 30, ends })
    isBroken()
  })
})

describe('refused attempts', () => {
  const listeners = new Listeners()
  afterEach(() => {
    listeners.close()
    vi.useRealTimers()
  })

  it('are written down once a minute, with their number, and without what was sent', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const app = express()
    app.get('/v1/:what', (request) => {
      throw new Refusal(request.params.what === 'data' ? 'SIGN_IN_NEEDED' : 'NOT_FOUND', 'for the test')
    })
    app.use(
      auditRefusals({ audit: new AuditLog(home) }),
      (_e: unknown, _q: unknown, response: express.Response, _n: unknown) => void response.status(401).end(),
    )
    const url = await listeners.start(app)
    for (const path of ['/v1/data?level=officer&secret=word', '/v1/data?level=officer', '/v1/data', '/v1/none'])
      await fetch(url + path)
    vi.advanceTimersByTime(60_000)
    const lines = readFileSync(file(names()[0]), 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { refused: 'SIGN_IN_NEEDED', who: 'nobody', level: 'officer', question: { method: 'GET', path: '/v1/data' } },
      { refused: 'SIGN_IN_NEEDED', who: 'nobody', level: 'public' },
      { refused: 'SIGN_IN_NEEDED', level: 'officer', times: 1 },
    ])
    expect(lines.join()).not.toContain('word')
    expect(verifyAuditLog(home)).toMatchObject({ answers: 0, refused: 3 })
  })

  it('tell each place that somebody tried, up to a number, and count the others', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const app = express()
    app.use(() => {
      throw new Refusal('NOT_YOUR_LEVEL', 'for the test')
    })
    app.use(
      auditRefusals({ audit: new AuditLog(home) }),
      (_e: unknown, _q: unknown, response: express.Response, _n: unknown) => void response.status(403).end(),
    )
    const url = await listeners.start(app)
    for (let place = 0; place < 30; place++) await fetch(`${url}/v1/data/place-${place}`)
    vi.advanceTimersByTime(60_000)
    const lines = readFileSync(file(names()[0]), 'utf8').trim().split('\n')
    const reported = lines.map((line) => JSON.parse(line))
    expect(new Set(reported.map(({ question }) => question.path)).size).toBe(21)
    expect(reported.at(-1)).toMatchObject({ times: 9 })
  })
})
