import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath, Refusal, readPackageText } from '#foundation'
import { exitCodeOf, exitCodesHelp } from './exit-codes.ts'
import { takeWriterLock } from './nightly/writer-lock.ts'
import { testHome } from './testing/homes.ts'

describe('exit codes', () => {
  it.each([
    ['ANOTHER_RUN', 75],
    ['DISK_FULL', 75],
    ['HOME_CHANGED', 75],
    ['BAD_PARAMETER', 2],
    ['UNKNOWN_LIMIT', 2],
    ['BAD_PERIOD', 2],
    ['PURPOSE_NEEDED', 2],
    ['UNKNOWN_CODE', 2],
    ['PROMISES_NOT_KEPT', 1],
    ['SECRET_LOST', 1],
    ['PERSONAL_DATA', 1],
  ])('say of %s: %i', (code, exit) => {
    expect(exitCodeOf(new Refusal(code, 'No.'))).toBe(exit)
  })

  it('are those of somebody to call for an error that nobody foresaw', () => {
    expect(exitCodeOf(new Error('unforeseen'))).toBe(1)
  })

  it('let a scheduler know that another run is at work, and that a limit is misspelled', async () => {
    const test = testHome()
    const giveBack = await takeWriterLock(test.home)
    expect(await test.run('nightly', '--jurisdiction', 'kg')).toMatchObject({ code: 75 })
    giveBack()
    expect(await test.run('nightly', '--jurisdiction', 'kg', '--accept', 'NONSENSE')).toMatchObject({ code: 2 })
    test.remove()
  })

  it('say that an option without a value is used wrongly, and that a folder stands where no file can', async () => {
    const test = testHome()
    const samples = (...words: readonly string[]) =>
      test.run('samples', '--jurisdiction', 'kg', '--from', '2024-01', '--to', '2024-03', ...words)
    const empty = await samples('--out', '')
    expect(empty).toMatchObject({
      code: 2,
      err: expect.stringContaining('The option --out <folder> has an empty value. [BAD_PARAMETER]'),
    })
    const inFile = await samples('--out', join(packagePath('package.json'), 'x'))
    expect(inFile).toMatchObject({ code: 1, err: expect.stringContaining('WRONG_KIND_OF_FILE') })
    test.remove()
  })

  it('are in the help and in the documents', async () => {
    const test = testHome()
    expect((await test.run('--help')).out).toContain(exitCodesHelp)
    test.remove()
    for (const path of [
      ['cli', 'README.md'],
      ['deploy', 'README.md'],
    ])
      expect(readPackageText(...path)).toMatch(/\b75\b/)
  })
})
