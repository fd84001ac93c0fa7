import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { runCommandLine } from '../../program.ts'

async function check(...words: readonly string[]) {
  let [out, err] = ['', '']
  const terminal = { out: (text: string) => (out += text), err: (text: string) => (err += text), progress: () => {} }
  const code = await runCommandLine(['jurisdiction', 'check', ...words], terminal, { TARAZA_HOME: '/nonexistent' })
  return { code, out, err }
}

/** A copy of a shipped jurisdiction without some files. */
function without(...files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'jurisdiction-'))
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  for (const file of files) rmSync(join(folder, file))
  return folder
}

describe('taraza jurisdiction check', () => {
  it('says that a jurisdiction with all registers gives all measures and pages', async () => {
    const { code, out } = await check('kg', '--json')
    const { measures, pages } = JSON.parse(out)
    expect(code).toBe(0)
    expect(measures.filter((one: { isAvailable: boolean }) => !one.isAvailable)).toEqual([])
    expect(pages.filter((one: { isShown: boolean }) => !one.isShown)).toEqual([])
  })

  it('says which register or column the others need, and which panels are not shown', async () => {
    const { out } = await check(without('contracts/population.yaml', 'contracts/training.yaml'))
    expect(out).toMatch(/sentences\.rate_per_100k +needs a contract of population/)
    expect(out).toMatch(/training\.attendances +needs a contract of training/)
    expect(out).toMatch(/sentences\.persons +available/)
    expect(out).toMatch(/without [a-z-]+: needs (dataset training|measure [a-z_.]*rate_per_100k)/)
  })

  it('says everything that is wrong, and nothing else', async () => {
    const { code, out, err } = await check(without('lists/regions.csv', 'law-changes.yaml'))
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toMatch(/regions\.csv/)
    expect(err).toMatch(/law-changes\.yaml/)
  })
})
