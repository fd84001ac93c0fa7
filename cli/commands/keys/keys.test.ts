import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { homeKeys } from '#warehouse'
import { runCommandLine } from '../../program.ts'

let home = ''
let said = ''
const terminal = {
  out: (text: string | Uint8Array) => {
    said += text
  },
  err: (text: string) => {
    said += text
  },
  progress: () => {},
}
const taraza = async (...words: string[]) => {
  said = ''
  return await runCommandLine(words, terminal, { TARAZA_HOME: home })
}
beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'keys-')), 'home')
})
afterEach(() => rmSync(join(home, '..'), { recursive: true }))

/** A home that has published, without what is counted and told. */
function publishedHome(): void {
  const heavy = /\.(duckdb|parquet|arrow)$/
  const light = ['home.json', 'CURRENT.json', 'RELEASE.json', 'generations', 'releases', 'secrets']
  for (const name of light)
    cpSync(join(inject('kgHome'), name), join(home, name), { recursive: true, filter: (path) => !heavy.test(path) })
}

describe('taraza keys', () => {
  it('replaces the signing key and lists both, with their dates', async () => {
    expect(await taraza('keys', 'rotate', 'signing')).toBe(0)
    expect(await taraza('keys', 'rotate', 'signing', '--compromised')).toBe(0)
    expect(said).toContain('no longer proven')
    expect(await taraza('keys', 'list')).toBe(0)
    expect(said.match(/^signing /gm)).toHaveLength(2)
    expect(said).toContain('compromised')
    expect(said).not.toContain('PRIVATE')
  })

  it.each(['pseudonyms', 'disclosure'])('does not replace the secret "%s" of figures, and says why', async (name) => {
    publishedHome()
    const path = join(home, 'secrets', `${name}.key`)
    const before = readFileSync(path)
    expect(await taraza('keys', 'rotate', name)).not.toBe(0)
    expect(said).toContain('SECRET_IN_USE')
    expect(readFileSync(path)).toEqual(before)
    expect(homeKeys(home).every(({ isUsed }) => isUsed)).toBe(true)
  })

  it('replaces a secret with which nothing was made', async () => {
    expect(await taraza('keys', 'rotate', 'disclosure')).toBe(0)
    const path = join(home, 'secrets', 'disclosure.key')
    const before = readFileSync(path)
    expect(await taraza('keys', 'rotate', 'disclosure')).toBe(0)
    expect(readFileSync(path)).not.toEqual(before)
  })

  it('knows no other key', async () => {
    expect(await taraza('keys', 'rotate', '../audit')).not.toBe(0)
    expect(existsSync(join(home, 'secrets'))).toBe(false)
  })
})
