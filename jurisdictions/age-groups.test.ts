import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { faultsIn, packagePath } from '#foundation'
import { codeList, loadJurisdiction } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'age-groups-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
cpSync(packagePath('jurisdictions', 'xx'), folder, { recursive: true })

const contract = join(folder, 'contracts', 'sentences.yaml')
const column = 'age_band: { from: AGE_GROUP, type: mapped_code, crosswalk: ages }'
writeFileSync(contract, readFileSync(contract, 'utf8').replace('\n  sex:', `\n  ${column}\n  sex:`))
const groups = ['<18', '18-24', '20-29', '60+', '50+', 'unknown']

function crosswalk(codes: readonly string[]): void {
  const rows = groups.map((group, at) => `${group},,${codes[at]}`)
  writeFileSync(join(folder, 'crosswalks', 'ages.csv'), `source,regime,code\n${rows.join('\n')}\n`)
}

it('groups that lie in no band are told with what to do, and a list of its own takes them', () => {
  crosswalk(['A14', 'A18', 'A18', 'A60', 'A60', 'UNK'])
  let faults: readonly { readonly line?: number | undefined; readonly message: string }[] = []
  try {
    loadJurisdiction(folder)
  } catch (error) {
    faults = faultsIn(error)
  }
  const messages = faults.map(({ line, message }) => `${line} ${message}`)
  expect(messages).toEqual([expect.stringMatching(/^4 .*"20-29".*A18/), expect.stringMatching(/^6 .*"50\+".*A60/)])
  for (const { message } of faults) expect(message).toMatch(/lists\/age_bands\.csv of this folder/)

  const bands = ['G0,0,18', 'G1,18,20', 'G2,20,30', 'G3,30,50', 'G4,50,200', 'UNK,,']
  const named = bands.map((band) => `${band},${Array(3).fill(band.split(',')[0]).join(',')}`)
  writeFileSync(join(folder, 'lists', 'age_bands.csv'), `code,from,to,en,ru,ky\n${named.join('\n')}\n`)
  crosswalk(['G0', 'UNK', 'G2', 'G4', 'G4', 'UNK'])
  expect(codeList(loadJurisdiction(folder), 'age_bands').codes.map(({ code }) => code)).toContain('G2')
})
