import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadJurisdiction } from '#jurisdictions'
import { readConfiguration } from '../configuration.ts'
import { readStewards } from './stewards.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taraza-stewards-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function read(text: string) {
  const path = join(folder, 'stewards.yaml')
  writeFileSync(path, text)
  return readStewards(path, loadJurisdiction('kg'))
}

const sound = `operators:
  - { mail: operator@example.org, language: en }
registers:
  sentences:
    stewards:
      - { mail: court@example.org, language: ky }
    expected: { every: month, day: 10, from: 2026-01-01 }
  custody:
    expected: { every: quarter, day: 20 }
`

describe('the file of stewards', () => {
  it('names people with their languages, and when deliveries are expected', () => {
    const { operators, ofRegister, expected } = read(sound)
    expect(operators).toEqual([{ mail: 'operator@example.org', language: 'en' }])
    expect(ofRegister.get('sentences')).toEqual([{ mail: 'court@example.org', language: 'ky' }])
    expect(expected).toEqual([
      { register: 'sentences', every: 'month', day: 10, from: '2026-01-01' },
      { register: 'custody', every: 'quarter', day: 20 },
    ])
  })

  it.each([
    ['a wrong key', sound.replace('stewards:', 'steward:'), /steward/],
    ['a register that there is not', sound.replace('custody', 'custodi'), /no register "custodi".*"custody"/s],
    [
      'an address with a line break',
      sound.replace('court@example.org', '"court@example.org\\nBcc: all@example.org"'),
      /one address/,
    ],
    ['two addresses in one', sound.replace('court@example.org', '"a@example.org, b@example.org"'), /one address/],
    ['a language that there is not', sound.replace('language: ky', 'language: kyr'), /ky, ru, en/],
    ['a day that no month has', sound.replace('day: 10', 'day: 40'), /at most 31/],
    ['a day that is none', sound.replace('day: 10', 'day: tenth'), /number/],
    ['a period that is none', sound.replace('every: month', 'every: week'), /month, quarter, year/],
    ['a first day that is none', sound.replace('2026-01-01', '2026-13-01'), /a day such as/],
  ])('with %s is refused with a code, the line and a sentence', (_, text, message) => {
    let failure: unknown
    try {
      read(text)
    } catch (error) {
      failure = error
    }
    expect(failure).toMatchObject({ code: 'STEWARDS_INVALID', message: expect.stringMatching(message) })
    expect(failure).toMatchObject({ place: { faults: [{ line: expect.any(Number) }] } })
  })

  it('that is not there is refused with a code and a sentence', () => {
    const refused = expect.objectContaining({
      code: 'STEWARDS_INVALID',
      message: expect.stringContaining('does not exist'),
    })
    expect(() => readStewards(join(folder, 'none.yaml'), loadJurisdiction('kg'))).toThrow(refused)
  })
})

describe('the settings of channels', () => {
  const secret = { TARAZA_WEBHOOK_SECRET: 'x'.repeat(32) }

  it.each([
    ['plain http over the network', { TARAZA_WEBHOOK: 'http://example.org/hook', ...secret }, /https address/],
    [
      'a password in the address',
      { TARAZA_WEBHOOK: 'https://a:b@example.org/', ...secret },
      /without name and password/,
    ],
    ['no secret', { TARAZA_WEBHOOK: 'https://example.org/' }, /TARAZA_WEBHOOK needs TARAZA_WEBHOOK_SECRET/],
    ['a short secret', { TARAZA_WEBHOOK: 'https://example.org/', TARAZA_WEBHOOK_SECRET: 'x' }, /32 letters/],
    ['a program without its path', { TARAZA_ON_RUN: 'notify.sh' }, /whole path/],
    ['a mail server that is a web page', { TARAZA_SMTP_URL: 'https://example.org' }, /smtp:/],
    [
      'no stewards',
      { TARAZA_SMTP_URL: 'smtp://localhost', TARAZA_MAIL_FROM: 'a@example.org' },
      /needs TARAZA_STEWARDS/,
    ],
    ['a sender with a line break', { TARAZA_MAIL_FROM: 'a@example.org\nBcc: b@example.org' }, /one address/],
  ])('with %s are refused', (_, settings, message) => {
    expect(() => readConfiguration(settings)).toThrow(message)
  })

  it('take http to this machine', () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      expect(readConfiguration({ TARAZA_WEBHOOK: `http://${host}:9/`, ...secret }).TARAZA_WEBHOOK).toContain(host)
  })
})
