import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { loadJurisdiction, useJurisdictionsIn } from '#jurisdictions'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'places-'))
})
afterEach(() => {
  useJurisdictionsIn(undefined)
  rmSync(folder, { recursive: true, force: true })
})

/** A copy of the Kyrgyz files under a code, with another source line. */
function ownJurisdiction(code: string): void {
  const own = join(folder, code)
  mkdirSync(own)
  cpSync(packagePath('jurisdictions', 'kg'), own, { recursive: true })
  const profile = join(own, 'jurisdiction.yaml')
  writeFileSync(profile, readFileSync(profile, 'utf8').replace(/^code: kg$/m, `code: ${code}`))
}

describe('a folder of the operator', () => {
  it('is searched before the jurisdictions of the program, for the same code too', () => {
    const shipped = loadJurisdiction('kg').folder
    ownJurisdiction('kg')
    ownJurisdiction('zz')
    useJurisdictionsIn(folder)
    expect(loadJurisdiction('kg').folder).toBe(join(folder, 'kg'))
    expect(loadJurisdiction('zz').profile.code).toBe('zz')
    expect(loadJurisdiction('mn').folder).toBe(packagePath('jurisdictions', 'mn'))
    useJurisdictionsIn(undefined)
    expect(loadJurisdiction('kg').folder).toBe(shipped)
  })

  it('is named with the other one where a code is in neither', () => {
    ownJurisdiction('zz')
    useJurisdictionsIn(folder)
    const refused = { code: 'UNKNOWN_JURISDICTION', place: { allowed: ['zz', 'kg', 'mn', 'xx'] } }
    expect(() => loadJurisdiction('xy')).toThrow(expect.objectContaining(refused))
    expect(() => loadJurisdiction('xy')).toThrow(folder)
    expect(() => loadJurisdiction('xy')).toThrow(packagePath('jurisdictions'))
  })

  it('need not be there', () => {
    useJurisdictionsIn(join(folder, 'none'))
    expect(loadJurisdiction('kg').profile.code).toBe('kg')
  })
})
