import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packagePath } from '#foundation'
import { type TestHome, testHome } from '../testing/homes.ts'
import { registerCsv } from '../testing/registers.ts'

let test: TestHome
beforeEach(() => {
  test = testHome()
})
afterEach(() => test.remove())

/** The Kyrgyz tables with a register of custody that names nobody. */
function withoutPersons(): string {
  const folder = join(test.home, '..', 'kg')
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  const path = join(folder, 'contracts', 'custody.yaml')
  const contract = readFileSync(path, 'utf8')
    .replace('key: [person_key, admitted_on, status_from]', 'key: content')
    .replace(/ {2}person_key: .*\n/, '')
    .replace(/constants:\n.*\n/, 'ignored: [PERSON_ID]\n')
  writeFileSync(path, contract)
  return folder
}

describe('taraza check', () => {
  it('says which measures the contract leaves without what they need', async () => {
    const path = test.deliver('prison_custody_x.csv', registerCsv('custody', [{}]))
    const { code, out } = await test.run('check', path, '--jurisdiction', withoutPersons())
    expect(code).toBe(0)
    expect(out).toContain('not available: custody.releases, which needs custody.person_key\n')
    expect(out).not.toContain('custody.admissions')
    const json = await test.run('check', path, '--jurisdiction', withoutPersons(), '--json')
    expect(JSON.parse(json.out).notAvailable).toContainEqual({
      dataset: 'custody_stock',
      measure: 'held',
      missing: [{ register: 'custody', column: 'person_key' }],
    })
  })

  it('says nothing of them where the contract has all', async () => {
    const path = test.deliver('prison_custody_x.csv', registerCsv('custody', [{}]))
    expect((await test.run('check', path, '--jurisdiction', 'kg')).out).not.toContain('not available')
  })
})
