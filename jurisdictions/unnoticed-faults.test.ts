import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { packagePath, type Refusal } from '#foundation'
import { loadJurisdiction } from './index.ts'

/** Of Russian letters from А to я; others are lost. */
const inWindows1251 = (letter: string) => {
  const code = letter.charCodeAt(0)
  return code >= 0x410 && code <= 0x44f ? code - 0x350 : code & 0x7f
}

it('tells what nobody would notice, by file and line and all at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jurisdiction-'))
  cpSync(packagePath('jurisdictions', 'kg'), folder, { recursive: true })
  const edit = (file: string, ...changes: readonly (readonly [string, string])[]) => {
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [from] of changes) expect(text).toContain(from)
    writeFileSync(
      join(folder, file),
      changes.reduce((edited, [from, to]) => edited.replace(from, to), text),
    )
  }
  edit('contracts/staffing.yaml', ['"%d.%m.%Y", ', '"%d.%m.%y", '])
  edit('contracts/sentences.yaml', ['range: [1, 99]', 'range: [99, 1]'])
  rmSync(join(folder, 'disclosure.yaml'))
  // Quarters are closed by the register of training, which nobody delivers.
  edit('jurisdiction.yaml', ['[sentences, supervision,', '[training, supervision,'])
  rmSync(join(folder, 'contracts', 'training.yaml'))
  const list = join(folder, 'lists', 'regions.csv')
  const [head = '', ...others] = readFileSync(list, 'utf8').split('\n')
  const saved = others.map((line) => Buffer.from([...line].map(inWindows1251)))
  writeFileSync(list, Buffer.concat([Buffer.from(head), ...saved.flatMap((line) => [Buffer.from('\n'), line])]))
  let reported: readonly string[] = []
  try {
    loadJurisdiction(folder)
  } catch (error) {
    const { faults = [] } = (error as Refusal).place
    reported = faults.map(({ file, line, message }) => `${relative(folder, file)}:${line} ${message}`)
  }
  for (const said of [
    /^contracts\/staffing.yaml:\d+ columns.\w+.format: in "%d.%m.%y" the year has two digits/,
    /^contracts\/sentences.yaml:\d+ columns.charge_no.range: the range is turned round/,
    /^disclosure.yaml:undefined this file is missing: it says which figures are public/,
    /^jurisdiction.yaml:\d+ closes_quarter.0: no contract delivers "training"/,
    /^lists\/regions.csv:3 the letters of this line are not in UTF-8/,
  ])
    expect(reported).toContainEqual(expect.stringMatching(said))
})
