import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { makeService } from '#api'
import { isSignedBy } from '#foundation'
import { installedKey } from './proof/installed-key.ts'
import { revokeSigningKey, rotateSigningKey, signingKeyIn } from './proof/signing-key.ts'
import { registeredKeys } from './proof/signing-register.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signing-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const keysFolder = () => join(folder, 'signing')

describe('the key of an installation', () => {
  it('is made once, with its public half beside it', () => {
    const key = signingKeyIn(keysFolder())
    expect(readdirSync(keysFolder()).sort()).toEqual(['ed25519.pem', 'ed25519.public.pem'])
    expect(statSync(join(keysFolder(), 'ed25519.pem')).mode & 0o777).toBe(0o600)
    expect(signingKeyIn(keysFolder()).publicKey).toBe(key.publicKey)
    expect(isSignedBy(key.publicKey, 'a text', key.sign('a text'))).toBe(true)
  })

  it('verifies and signs nothing where only the public half lies, and no other key is made there', () => {
    const key = signingKeyIn(keysFolder())
    rmSync(join(keysFolder(), 'ed25519.pem'))
    const readers = signingKeyIn(keysFolder())
    expect(readers.publicKey).toBe(key.publicKey)
    expect(() => readers.sign('a text')).toThrow(expect.objectContaining({ code: 'SIGNS_NOTHING' }))
    expect(readdirSync(keysFolder())).toEqual(['ed25519.public.pem'])
  })
})

describe('a signing key that is replaced', () => {
  const when = new Date('2026-12-01T08:00:00Z')

  it('leaves files signed before it verifiable, and signs with the new one', () => {
    const before = signingKeyIn(keysFolder())
    const publicKey = rotateSigningKey(keysFolder(), when)
    const after = signingKeyIn(keysFolder())
    expect(after.publicKey).toBe(publicKey)
    expect(after.trustedKeys).toEqual([publicKey, before.publicKey])
    expect(isSignedBy(publicKey, 'a text', after.sign('a text'))).toBe(true)
    expect(registeredKeys(keysFolder()).map(({ until }) => until)).toEqual([when.toISOString(), undefined])
  })

  it('no longer trusts one that somebody else may have had', () => {
    signingKeyIn(keysFolder())
    const publicKey = rotateSigningKey(keysFolder(), when, { compromised: true })
    expect(signingKeyIn(keysFolder()).trustedKeys).toEqual([publicKey])
  })

  it('is used at once by a process that runs on, and one that is revoked later is trusted no more', () => {
    const key = installedKey(keysFolder())
    const [first] = key().trustedKeys
    const second = rotateSigningKey(keysFolder(), when)
    expect(key().trustedKeys).toEqual([second, first])
    expect(isSignedBy(second, 'a text', key().sign('a text'))).toBe(true)
    expect(revokeSigningKey(keysFolder(), first?.slice(-8) ?? '')).toBe(first)
    expect(key().trustedKeys).toEqual([second])
    expect(() => revokeSigningKey(keysFolder(), second)).toThrow(expect.objectContaining({ code: 'CURRENT_KEY' }))
    for (const unknown of ['', '=', 'x'.repeat(44)])
      expect(() => revokeSigningKey(keysFolder(), unknown)).toThrow(expect.objectContaining({ code: 'NO_SUCH_KEY' }))
  })

  it('signed what is no longer sent once it is replaced', async () => {
    const home = join(folder, 'home')
    mkdirSync(home)
    for (const name of readdirSync(inject('kgHome')).filter((one) => !one.startsWith('signing')))
      symlinkSync(join(inject('kgHome'), name), join(home, name))
    const service = makeService({ home, jurisdiction: 'kg', levels: ['public'], log: pino({ level: 'silent' }) })
    const signing = join(home, 'signing')
    signingKeyIn(signing)
    const before = service.moment()
    rotateSigningKey(signing, when, { compromised: true })
    await expect.poll(() => service.moment(), { timeout: 10_000 }).not.toBe(before)
  })

  it('is not replaced in silence when it was lost or exchanged', () => {
    const lost = signingKeyIn(keysFolder())
    rmSync(keysFolder(), { recursive: true })
    expect(() => signingKeyIn(keysFolder())).toThrow(expect.objectContaining({ code: 'SIGNING_KEY' }))
    signingKeyIn(join(folder, 'other', 'signing'))
    cpSync(join(folder, 'other', 'signing'), keysFolder(), { recursive: true })
    expect(() => signingKeyIn(keysFolder())).toThrow(expect.objectContaining({ code: 'SIGNING_KEY' }))
    const publicKey = rotateSigningKey(keysFolder(), when)
    expect(signingKeyIn(keysFolder()).trustedKeys).toEqual([publicKey, lost.publicKey])
  })

  it('is one of an earlier version, that registered none', () => {
    const before = signingKeyIn(keysFolder())
    rmSync(join(folder, 'signing-keys.json'))
    expect(signingKeyIn(keysFolder()).publicKey).toBe(before.publicKey)
    rmSync(join(folder, 'signing-keys.json'))
    rotateSigningKey(keysFolder(), when)
    expect(signingKeyIn(keysFolder()).trustedKeys).toContain(before.publicKey)
  })

  it('is whole wherever the rotation was killed', () => {
    const before = signingKeyIn(keysFolder())
    const [path, next] = ['ed25519.pem', 'ed25519.next.pem'].map((name) => join(keysFolder(), name)) as [string, string]
    const old = readFileSync(path)
    const publicKey = rotateSigningKey(keysFolder(), when)
    // After the register was written, before the new key took its place.
    renameSync(path, next)
    writeFileSync(path, old)
    expect(signingKeyIn(keysFolder()).publicKey).toBe(publicKey)
    // Before the register was written: the key that it does not know is left alone.
    const drawn = join(folder, 'drawn')
    signingKeyIn(join(drawn, 'signing'))
    cpSync(join(drawn, 'signing', 'ed25519.pem'), next)
    expect(signingKeyIn(keysFolder()).trustedKeys).toEqual([publicKey, before.publicKey])
  })
})
