import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isSignedBy } from '#foundation'
import { signingKeyIn } from './proof/signing-key.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signing-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the key of an installation', () => {
  it('is made once, with its public half beside it', () => {
    const key = signingKeyIn(folder)
    expect(readdirSync(folder).sort()).toEqual(['ed25519.pem', 'ed25519.public.pem'])
    expect(statSync(join(folder, 'ed25519.pem')).mode & 0o777).toBe(0o600)
    expect(signingKeyIn(folder).publicKey).toBe(key.publicKey)
    expect(isSignedBy(key.publicKey, 'a text', key.sign('a text'))).toBe(true)
  })

  it('verifies and signs nothing where only the public half lies, and no other key is made there', () => {
    const key = signingKeyIn(folder)
    rmSync(join(folder, 'ed25519.pem'))
    const readers = signingKeyIn(folder)
    expect(readers.publicKey).toBe(key.publicKey)
    expect(() => readers.sign('a text')).toThrow(expect.objectContaining({ code: 'SIGNS_NOTHING' }))
    expect(readdirSync(folder)).toEqual(['ed25519.public.pem'])
  })
})
